"""Bad files on the roads of the pages: refused in words, and nothing is left but what was told."""

import io
import os

import pytest
from tests import bad_files as bad
from tests.issuing.builders import FRIDAY_9AM, LARGEST, a_letter, a_secret_letter
from tests.left_behind import assert_nothing_left

from lienthong.blobs import errors as blob_errors
from lienthong.blobs.ports import ScannerAway
from lienthong.issuing import errors, services
from lienthong.kernel.refusals import Refusal

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
MAIN = {
    "empty": (lambda: b"", "blobs.empty"),
    "truncated": (lambda: a_letter()[:5_000], "pdf.truncated"),
    "encrypted": (bad.locked, "pdf.encrypted"),
    "scripts": (lambda: bad.with_action(S=bad.Name.JavaScript), "pdf.active-content"),
    "a deep tree": (bad.deep_page_tree, None),
    "a picture called pdf": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "blobs.mislabelled"),
    "a secret": (a_secret_letter, "documents.secret"),
}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What happens when a transaction commits, which it never does around a test."""
    return django_capture_on_commit_callbacks


def code_of(refused: Refusal) -> str:
    return str(refused.facts.get("finding", refused.code))


@pytest.mark.both
@pytest.mark.parametrize("name", MAIN)
def test_a_bad_main_file_is_refused_and_leaves_nothing(province, name, committed):
    build, code = MAIN[name]
    content = build()
    with assert_nothing_left("ledger"), committed(execute=True), pytest.raises(Refusal) as refused:
        services.receive_file(
            io.BytesIO(content),
            name="van-ban.pdf",
            largest=LARGEST,
            actor=province.justice.clerk,
            now=FRIDAY_9AM,
        )
    if code:
        assert code_of(refused.value) == code
    else:
        assert code_of(refused.value) in {"pdf.unreadable", "pdf.too-hard"}


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (bad.a_zip(*bad.OOXML, "word/vbaProject.bin"), "a.docx", "documents.attachment-macros"),
        (bad.an_ole("EncryptedPackage"), "a.docx", "blobs.encrypted"),
        (bad.an_ole("WordDocument"), "a.docx", "blobs.mislabelled"),
        (bad.a_zip("x.exe"), "a.zip", "documents.attachment-programs"),
        (b"MZ\x90\0" + b"\0" * 200, "a.pdf", "blobs.mislabelled"),
    ],
)
def test_a_bad_attachment_is_refused_and_leaves_nothing(province, content, name, code, committed):
    with assert_nothing_left(), committed(execute=True), pytest.raises(Refusal) as refused:
        services.receive_attachment(
            io.BytesIO(content),
            name=name,
            largest=LARGEST,
            actor=province.justice.clerk,
            now=FRIDAY_9AM,
        )
    assert code_of(refused.value) == code


def test_a_file_of_two_gigabytes_is_given_up_as_soon_as_it_is_too_large(province, tmp_path):
    path = tmp_path / "rong.pdf"
    with path.open("wb") as sparse:
        sparse.truncate(2 * 1024**3)
    with path.open("rb") as source, assert_nothing_left():
        with pytest.raises(blob_errors.FileTooLarge):
            services.receive_file(
                source,
                name="rong.pdf",
                largest=LARGEST,
                actor=province.justice.clerk,
                now=FRIDAY_9AM,
            )
        assert source.seek(0, os.SEEK_CUR) < LARGEST + 1024 * 1024


class FoundsSomething:
    def scan(self, _content) -> str:
        return "Eicar-Test-Signature"


class Away:
    def scan(self, _content) -> str:
        raise ScannerAway("gone")


def test_a_virus_is_refused_and_counted(province, monkeypatch, committed):
    monkeypatch.setattr("lienthong.blobs.places.virus_scanner", FoundsSomething)
    with (
        assert_nothing_left("ledger"),
        committed(execute=True),
        pytest.raises(blob_errors.FileInfected),
    ):
        services.receive_file(
            io.BytesIO(a_letter()),
            name="a.pdf",
            largest=LARGEST,
            actor=province.justice.clerk,
            now=FRIDAY_9AM,
        )


def test_while_the_scanner_is_away_the_file_waits_and_the_sender_sees_that(province, monkeypatch):
    monkeypatch.setattr("lienthong.blobs.places.virus_scanner", Away)
    received = services.receive_file(
        io.BytesIO(a_letter()),
        name="a.pdf",
        largest=LARGEST,
        actor=province.justice.clerk,
        now=FRIDAY_9AM,
    )
    told = [each for each in received.examination.findings if each.code == "blobs.scan-pending"]
    assert [each.level for each in told] == ["warn"]
    assert received.examination.can_go


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/công văn.pdf", "công văn.pdf"),
        ("C:\\Users\\a\\thư.pdf", "thư.pdf"),
        ("bao\u202efdp.exe\u202c.pdf", "baofdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("x" * 400 + ".pdf", "x" * 196 + ".pdf"),
        ("...", "tep"),
    ],
)
def test_a_name_that_would_mislead_or_break_out_is_made_harmless(province, name, kept):
    received = services.receive_file(
        io.BytesIO(a_letter()),
        name=name,
        largest=LARGEST,
        actor=province.justice.clerk,
        now=FRIDAY_9AM,
    )
    assert received.file.name == kept


def test_a_refusal_names_what_to_do():
    assert errors.FileNotSendable.next_step
