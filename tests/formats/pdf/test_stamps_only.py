"""Reading for a stamp of secrecy alone says the same as reading everything, at a third the cost."""

import io
import random
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from tests import bad_files
from tests.printing.builders import a_letter

from lienthong.formats.letters.secrecy import IN_EVERY_STAMP, find_secrecy_stamp
from lienthong.formats.pdf import structure, text
from lienthong.formats.pdf.reading import read_pdf
from lienthong.formats.pdf.types import PdfLimits
from lienthong.kernel.refusals import Refusal
from lienthong.printing.letters import print_letter

pytestmark = pytest.mark.once
PLAIN = print_letter(a_letter())
# Where the superior agency stands there is the mark alone, in the head of the page.
STAMPED = [
    print_letter(a_letter(superior=mark, agency=agency))
    for mark, agency in (
        ("MẬT", "Tỉnh Đồng Nai"),
        ("T ố i  m ậ t", "Sở Nội vụ"),
        ("Độ mật: Tuyệt mật", "Sở Nội vụ"),
        ("MA\u0323\u0302T", "Sở Nội vụ"),
    )
]
MUTATED_EACH = 12


def with_field(pdf: bytes) -> bytes:
    """A letter on which a form field bears the mark."""
    made = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("n"), V=String("MẬT"),
            Rect=Array([400, 800, 460, 815]),
        )  # fmt: skip
        placed = document.make_indirect(field)
        document.pages[0].Annots = Array([placed])
        document.Root.AcroForm = Dictionary(Fields=Array([placed]))
        document.save(made)
    return made.getvalue()


def mutated(pdf: bytes) -> list[bytes]:
    chance, found = random.Random(len(pdf)), []
    for _n in range(MUTATED_EACH):
        changed = bytearray(pdf)
        for _place in range(chance.choice([1, 5, 20])):
            at = chance.randrange(len(changed))
            changed[at : at + chance.randrange(1, 4)] = chance.randbytes(chance.randrange(4))
        found.append(bytes(changed))
    return found


def said(pdf: bytes, limits: PdfLimits) -> object:
    """All that examining a file asks of its text and build, or why it was refused."""
    try:
        facts = read_pdf(io.BytesIO(pdf), limits=limits)
    except Refusal as refusal:
        return refusal.code
    about_pages = [(page.number, page.width, page.height, page.is_image) for page in facts.pages]
    return replace(facts, pages=()), about_pages, find_secrecy_stamp(facts.pages)


SOURCES = [
    *(PLAIN, *STAMPED, with_field(PLAIN)),
    bad_files.with_action(S=Name.JavaScript, JS=String("app.alert(1)")),
    bad_files.with_action(S=Name.GoToE, T=String("x")),
    *(bad_files.built(bad_files.with_xfa), bad_files.built(bad_files.with_button)),
]


def test_A3_reading_for_stamps_alone_gives_the_same_answer_of_whole_and_damaged_files():
    stamped = 0
    for source in SOURCES:
        for pdf in (source, *mutated(source)):
            everything = said(pdf, PdfLimits())
            assert said(pdf, PdfLimits(lines_where=IN_EVERY_STAMP)) == everything
            stamped += isinstance(everything, tuple) and everything[2] is not None
    assert stamped >= 3


def test_lines_are_put_together_where_a_stamp_may_be_and_nowhere_else():
    only = PdfLimits(lines_where=IN_EVERY_STAMP)
    assert any("mật" in line.text for line in read_pdf(io.BytesIO(PLAIN)).pages[0].lines)
    assert not read_pdf(io.BytesIO(PLAIN), limits=only).pages[0].lines
    assert read_pdf(io.BytesIO(STAMPED[0]), limits=only).pages[0].lines


@pytest.mark.parametrize("most", [50_000, 41])
def test_letters_are_the_same_by_one_call_and_one_by_one(monkeypatch, most):
    compared = 0
    for pdf in (each for source in SOURCES for each in (source, *mutated(source))):
        try:
            document = pypdfium2.PdfDocument(pdf)
            page = document[0].get_textpage()
        except pypdfium2.PdfiumError:
            continue
        at_once = text._at_once(page, min(page.count_chars(), most))
        letters = text._bare_letters(page, most)
        with monkeypatch.context() as patched:
            patched.setattr(text, "_at_once", lambda _page, _count: None)
            assert text._bare_letters(page, most) == letters
        compared += bool(at_once)
        document.close()
    assert compared > 20


def test_what_can_run_is_found_without_a_walk_through_every_object(monkeypatch):
    """What is left out of the walk holds nothing that the walk would find."""

    def structures() -> list[object]:
        found: list[object] = []
        for source in SOURCES:
            for pdf in (source, *mutated(source)):
                try:
                    with pikepdf.open(io.BytesIO(pdf)) as document:
                        found.append(structure.read_structure(document, limits=PdfLimits()))
                except Exception as odd:  # what the reader makes one refusal of
                    found.append(type(odd))
        return found

    quick = structures()
    monkeypatch.setattr(structure, "_is_of_interest", lambda _written: True)
    assert structures() == quick
    assert sum(bool(getattr(one, "active_content", ())) for one in quick) > 4
