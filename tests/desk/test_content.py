"""The bytes of a document: to whom may see them, kept by the browser, in parts when asked."""

import hashlib
import io
from pathlib import Path

import pytest
from tests.desk.builders import BROWSER, an_arrived, an_entered, at_desk, two_offices
from tests.exchange.builders import an_office
from tests.printing.builders import a_letter

from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blobs_services
from lienthong.documents import queries as documents
from lienthong.formats.pdf.reading import read_pdf
from lienthong.kernel import clock
from lienthong.printing.letters import print_letter

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def arrived():
    committee, department = two_offices()
    delivery = an_arrived(committee, department)
    return department, f"/tep/{delivery.version_id}/", delivery.version_id


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_the_file_is_shown_for_its_reader_only(arrived):
    department, address, version_id = arrived

    response = at_desk(department.clerk).get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="van-ban.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["ETag"] == f'"{documents.version_card(version_id).content_digest}"'
    assert body(response).startswith(b"%PDF")


def test_asking_to_save_it_makes_it_a_download(arrived):
    department, address, _version = arrived

    response = at_desk(department.clerk).get(f"{address}?tai=1")

    assert response["Content-Disposition"].startswith("attachment")
    response.close()


def test_a_browser_that_has_it_gets_nothing_again(arrived):
    department, address, version_id = arrived
    digest = documents.version_card(version_id).content_digest

    response = at_desk(department.clerk).get(address, HTTP_IF_NONE_MATCH=f'"{digest}"')

    assert response.status_code == 304
    assert response.content == b""


def test_a_part_is_given_when_a_part_is_asked(arrived):
    department, address, _version = arrived
    client = at_desk(department.clerk)
    whole = body(client.get(address))

    response = client.get(address, HTTP_RANGE="bytes=1-4")

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes 1-4/{len(whole)}"
    assert body(response) == whole[1:5]


def test_a_part_behind_the_end_is_refused(arrived):
    department, address, _version = arrived

    response = at_desk(department.clerk).get(address, HTTP_RANGE="bytes=9999999-")

    assert response.status_code == 416


def test_it_is_not_found_by_strangers_and_by_officers_without_it(arrived):
    department, address, _version = arrived
    stranger = an_office("Sở Nội vụ", parent=department.agency)

    assert at_desk(stranger.clerk).get(address).status_code == 404
    assert at_desk(department.officer).get(address).status_code == 404


def test_an_attachment_that_is_not_there_is_not_found():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    response = at_desk(department.clerk).get(f"/tep/{entry.version_id}/phu-luc/7/")

    assert response.status_code == 404


def test_a_part_that_nobody_can_mean_is_the_whole_file(arrived):
    department, address, _version = arrived

    response = at_desk(department.clerk).get(address, headers={"Range": f"bytes={'1' * 5000}-"})

    assert response.status_code == 200


def test_B1_the_copy_to_print_carries_the_box_of_the_recipients_book():
    committee, department = two_offices()
    letter = blobs_services.store(
        print_letter(a_letter()), agency_ids=[committee.agency.id], now=clock.now()
    )
    entry = an_entered(committee, department, content_digest=letter.digest)
    clerk = at_desk(department.clerk)
    address = f"/tep/{entry.version_id}/ban-in/"

    assert address in clerk.get(f"/van-ban/{entry.version_id}/").content.decode()
    copy = read_pdf(io.BytesIO(body(clerk.get(address))))

    words = " ".join(line.text for page in copy.pages for line in page.lines)
    assert "ĐẾN" in words
    assert "SỞ TƯ PHÁP" in words
    with blobs.open_content(letter.digest) as original:
        assert hashlib.sha256(original.read()).hexdigest() == letter.digest


def test_of_a_file_that_nobody_can_open_there_is_no_copy_and_a_reason():
    committee, department = two_offices()
    entry = an_entered(committee, department)

    answer = at_desk(department.clerk).get(f"/tep/{entry.version_id}/ban-in/", **BROWSER)

    assert answer.status_code == 422
    assert "pdf.unreadable" in answer.content.decode()


def test_what_is_in_no_book_of_ours_has_no_copy_to_print(arrived):
    department, address, _version = arrived
    stranger = an_office("Sở Nội vụ", parent=department.agency)

    assert at_desk(department.clerk).get(f"{address}ban-in/").status_code == 404
    assert at_desk(stranger.clerk).get(f"{address}ban-in/").status_code == 404


@pytest.mark.parametrize("asked", [{}, {"HTTP_RANGE": "bytes=0-9"}], ids=["whole", "in part"])
def test_a_damaged_file_is_said_before_a_byte_of_it_goes_out(arrived, settings, caplog, asked):
    department, address, version_id = arrived
    digest = documents.version_card(version_id).content_digest
    [path] = (Path(settings.LIENTHONG_HOME) / "blobs").rglob(f"{digest}*")
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    response = at_desk(department.clerk).get(address, **asked, **BROWSER)

    assert response.status_code == 409
    assert "blobs.content-damaged" in response.content.decode()
    assert f"content {digest} is damaged on the disk" in caplog.text


def test_a_file_that_is_gone_from_the_store_is_a_refusal_and_no_failure(arrived, settings):
    department, address, version_id = arrived
    digest = documents.version_card(version_id).content_digest
    [path] = (Path(settings.LIENTHONG_HOME) / "blobs").rglob(f"{digest}*")
    path.unlink()

    response = at_desk(department.clerk).get(address, **BROWSER)

    assert response.status_code == 409
    assert "blobs.content-missing" in response.content.decode()
