"""Receiving: streamed, hashed, named, told by content; a refusal leaves nothing behind."""

import hashlib
import stat
import unicodedata
from datetime import timedelta

import pytest
from tests.blobs.builders import (
    A_PDF,
    HEALTH,
    LARGEST,
    MONDAY_9AM,
    OFFICE,
    a_clerk,
    a_zip,
    files_in,
    received,
)

from lienthong.blobs import places, queries, services
from lienthong.blobs.errors import EmptyFile, FileMislabelled, FileTooLarge, UploadNotFound
from lienthong.blobs.models import Upload

AN_EXE = "application/vnd.microsoft.portable-executable"
pytestmark = pytest.mark.django_db


def nothing_is_left(home) -> bool:
    return not files_in(home) and not Upload.objects.exists()


def test_a_received_file_is_hashed_and_waits_in_quarantine_for_seven_days(home):
    card = received(A_PDF)

    assert card.digest == hashlib.sha256(A_PDF).hexdigest()
    assert (card.size, card.media_type) == (len(A_PDF), "application/pdf")
    assert card.expires_at == MONDAY_9AM + timedelta(days=7)
    assert [path.parent.name for path in files_in(home)] == ["quarantine"]
    with queries.open_upload(card.id, actor=a_clerk()) as file:
        assert file.read() == A_PDF


def test_only_the_installation_can_read_a_quarantined_file(home):
    received()
    [path] = files_in(home)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_receiving_flushes_the_file_and_its_folder_once(counters):
    places.quarantine()
    before = counters.flushes
    received()
    assert (counters.flushes - before, counters.copies) == (2, 1)


def test_a_name_is_cleaned_and_kept_in_normal_form_c():
    name = unicodedata.normalize("NFD", "C:\\Tài liệu\\Công văn số 12\x00.pdf")
    assert received(name=name).name == "Công văn số 12.pdf"


def test_pieces_of_any_size_can_be_streamed():
    content = A_PDF + bytes(range(256)) * 2_000
    stream = (content[i : i + 7_001] for i in range(0, len(content), 7_001))
    card = services.receive(
        stream,
        name="lon.pdf",
        agency_id=OFFICE,
        actor=a_clerk(),
        now=MONDAY_9AM,
        largest=LARGEST,
    )
    assert (card.size, card.digest) == (len(content), hashlib.sha256(content).hexdigest())


def test_an_empty_file_is_refused_and_nothing_is_left(home):
    with pytest.raises(EmptyFile):
        received(b"")
    assert nothing_is_left(home)


def test_reading_stops_as_soon_as_a_file_is_too_large(home):
    taken = []

    def endless():
        while True:
            taken.append(1)
            yield A_PDF * 100

    with pytest.raises(FileTooLarge) as refusal:
        services.receive(
            endless(),
            name="lon.pdf",
            agency_id=OFFICE,
            actor=a_clerk(),
            now=MONDAY_9AM,
            largest=len(A_PDF) * 250,
        )
    assert len(taken) == 3
    assert refusal.value.facts["name"] == "lon.pdf"
    assert nothing_is_left(home)


def test_a_file_of_exactly_the_largest_size_is_taken():
    assert received(A_PDF, largest=len(A_PDF)).size == len(A_PDF)


def test_a_connection_that_breaks_leaves_nothing(home):
    def broken():
        yield A_PDF
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        services.receive(
            broken(),
            name="cong-van.pdf",
            agency_id=OFFICE,
            actor=a_clerk(),
            now=MONDAY_9AM,
            largest=LARGEST,
        )
    assert nothing_is_left(home)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("bao-cao.pdf", a_zip("[Content_Types].xml", "word/document.xml"), "Word (docx)"),
        ("bao-cao.docx", A_PDF, "PDF"),
        ("bao-cao.docx", a_zip("[Content_Types].xml", "xl/workbook.xml"), "Excel (xlsx)"),
        ("anh.jpg", b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG"),
        (
            "bao-cao.pdf",
            b"MZ\x90\x00" + bytes(400),
            "application/vnd.microsoft.portable-executable",
        ),
        ("goi.edxml", b"\x00\x01\x02\x03 no xml", "không rõ định dạng"),
        ("bao-cao.PDF", "Kính gửi".encode(), "văn bản thuần"),
    ],
)
def test_a_file_whose_content_contradicts_its_name_is_refused(home, name, content, found):
    with pytest.raises(FileMislabelled) as refusal:
        received(content, name=name)
    assert refusal.value.facts["found"] == found
    assert nothing_is_left(home)


def test_another_agencys_upload_is_not_found():
    card = received(agency_id=OFFICE)
    with pytest.raises(UploadNotFound):
        queries.open_upload(card.id, actor=a_clerk(HEALTH))
    with pytest.raises(UploadNotFound):
        queries.upload_card(card.id, actor=a_clerk(HEALTH))
    assert queries.upload_card(card.id, actor=a_clerk(OFFICE)) == card
