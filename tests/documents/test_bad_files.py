"""Bad files: each is told by a code, in bounded time and memory, and leaves nothing behind."""

import io
import resource
import time

import pytest
from tests import bad_files as bad
from tests.documents.builders import MONDAY
from tests.served import PATIENCE

from lienthong.documents import services
from lienthong.documents.types import FindingLevel
from lienthong.formats.containers.reading import look_inside
from lienthong.formats.pdf import apart, wire
from lienthong.formats.pdf.errors import TooHard
from lienthong.formats.pdf.types import PdfLimits

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LETTER = bad.built(lambda _document: None)
PDFS = {
    "empty": (lambda: b"", "pdf.empty"),
    "truncated": (lambda: LETTER[: len(LETTER) // 2], "pdf.truncated"),
    "text": (lambda: b"hello" * 100, "pdf.not-a-pdf"),
    "encrypted": (bad.locked, "pdf.encrypted"),
    "javascript": (lambda: bad.with_action(S=bad.Name.JavaScript), "pdf.active-content"),
    "launch": (lambda: bad.with_action(S=bad.Name.Launch), "pdf.active-content"),
    "submit": (lambda: bad.built(bad.with_button), "pdf.active-content"),
    "xfa": (lambda: bad.built(bad.with_xfa), "pdf.active-content"),
    "5,000 pages": (lambda: bad.built(lambda _d: None, pages=5_000), "pdf.too-many-pages"),
    "deep page tree": (bad.deep_page_tree, None),
    "nested arrays": (bad.nested_arrays, None),
    "page tree of itself": (bad.page_tree_of_itself, None),
    "stream bomb": (bad.stream_bomb, None),
    "huge xref": (bad.huge_xref, None),
}


def stops(content: bytes, name: str = "van-ban.pdf") -> list[str]:
    return [
        each.code for each in services.examine(io.BytesIO(content), name=name, now=MONDAY).stops
    ]


@pytest.mark.parametrize("name", PDFS)
def test_a_bad_pdf_is_stopped_in_bounded_time_and_memory(name):
    build, code = PDFS[name]
    content = build()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    found = stops(content)
    assert time.monotonic() - started < PATIENCE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes
    if code:
        assert found[0] == code
    else:
        assert found[0] in {"pdf.unreadable", "pdf.too-hard", "pdf.too-large"}


def test_a_picture_of_ten_thousand_million_points_is_not_unpacked_to_be_looked_at():
    started = time.monotonic()
    assert "pdf.too-hard" not in stops(bad.huge_image())
    assert time.monotonic() - started < PATIENCE


def test_a_file_at_which_the_reader_dies_is_refused_and_the_next_is_read(monkeypatch):
    died = []

    def die(reader, *_facts, **_limits):
        reader._process.kill()
        reader._process.wait()
        died.append(reader)
        return ask(reader, *_facts, **_limits)

    ask = apart._Reader.ask
    with monkeypatch.context() as patched:
        patched.setattr(apart._Reader, "ask", die)
        with pytest.raises(TooHard):
            apart.read_apart(io.BytesIO(LETTER))
    assert died
    assert apart.read_apart(io.BytesIO(LETTER)).page_count == 1


def test_a_good_file_whose_reader_the_machine_killed_is_read_by_another_one(monkeypatch):
    """Short of memory, a machine kills what it likes; the file is not to blame."""
    killed = []

    class OnAFullMachine(io.BytesIO):
        def readinto(self, place):
            if not killed:
                [reader] = asked
                reader._process.kill()
                killed.append(reader)
            return super().readinto(place)

    asked = []
    ask = apart._Reader.ask
    monkeypatch.setattr(
        apart._Reader, "ask", lambda one, *a, **b: (asked.append(one), ask(one, *a, **b))[1]
    )
    assert apart.read_apart(OnAFullMachine(LETTER)).page_count == 1
    assert killed
    assert len(asked) == 2


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    started = time.monotonic()
    with pytest.raises(TooHard):
        apart.read_apart(io.BytesIO(LETTER), limits=PdfLimits(seconds=0), patience=0.0)
    assert time.monotonic() - started < PATIENCE


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"facts": {}},
        {"facts": None},
        {"refusal": "os.system", "facts": {}},
        {"refusal": "pdf.empty", "facts": []},
        {"refusal": ["pdf.empty"], "facts": {}},
    ],
)
def test_an_answer_of_a_reader_that_was_taken_over_means_nothing(answer):
    with pytest.raises(wire.BrokenWire):
        wire.meant_by(answer)


def attached(content: bytes, name: str) -> list[str]:
    found = services.examine_attachment(io.BytesIO(content), name=name, now=MONDAY)
    return [each.code for each in found.stops]


def test_office_files_without_anything_that_runs_may_go():
    assert attached(bad.a_zip(*bad.OOXML), "bieu.docx") == []
    assert attached(bad.an_ole("WordDocument", "1Table"), "bieu.doc") == []
    assert attached(bad.a_zip("so-lieu.csv", "phu-luc.pdf"), "bieu.zip") == []


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (bad.a_zip(*bad.OOXML, "word/vbaProject.bin"), "a.docx", "documents.attachment-macros"),
        (bad.an_ole("WordDocument", "_VBA_PROJECT"), "a.doc", "documents.attachment-macros"),
        (bad.an_ole("EncryptedPackage"), "a.doc", "documents.attachment-encrypted"),
        (bad.a_zip("a.txt", is_locked=True), "a.zip", "documents.attachment-encrypted"),
        (bad.a_zip("thu.pdf.EXE"), "a.zip", "documents.attachment-programs"),
        (bad.a_zip("a.txt")[:40], "a.zip", "documents.attachment-broken"),
        (bad.a_zip_with_a_lying_directory(), "a.zip", "documents.attachment-broken"),
        (b"MZ" + b"\0" * 100, "a.exe", "documents.attachment-kind"),
        (bad.with_action(S=bad.Name.JavaScript), "a.pdf", "pdf.active-content"),
    ],
    # Not by the bytes: a package has its time in it, and each worker of a run has another.
    ids=range(9),
)
def test_an_attachment_that_runs_or_is_locked_or_broken_is_stopped(content, name, code):
    assert attached(content, name) == [code]


def test_every_stop_says_what_to_do():
    for build, _code in list(PDFS.values())[:8]:
        examination = services.examine(io.BytesIO(build()), name="a.pdf", now=MONDAY)
        stops = [each for each in examination.findings if each.level == FindingLevel.STOP]
        assert stops
        for each in stops:
            assert each.sentence % each.facts
            assert each.next_step


def test_macros_in_the_middle_of_a_large_old_office_file_are_found_wherever_they_lie():
    name = "_VBA_PROJECT".encode("utf-16-le")
    for at in (1024 * 1024 - 10, 1024 * 1024, 2_000_000):
        whole = bytearray(bad.an_ole("WordDocument").ljust(3_000_000, b"\0"))
        whole[at : at + len(name)] = name
        assert look_inside(io.BytesIO(bytes(whole))).has_macros
