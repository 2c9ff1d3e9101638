"""The bytes of a document: to whom may see them, kept by the browser, in parts when asked."""

import pytest
from tests.desk.builders import an_arrived, an_entered, at_desk, two_offices
from tests.exchange.builders import an_office

from lienthong.documents import queries as documents

pytestmark = pytest.mark.django_db


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
