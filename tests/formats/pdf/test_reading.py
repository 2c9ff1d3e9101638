"""What is read of a PDF, and why a file is refused."""

import io

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from tests.printing.builders import a_letter

from lienthong.formats.letters.recognise import recognise
from lienthong.formats.pdf import errors
from lienthong.formats.pdf.reading import read_pdf
from lienthong.formats.pdf.types import PdfFacts, PdfLimits
from lienthong.kernel.refusals import Refusal
from lienthong.printing.letters import print_letter

LETTER = print_letter(a_letter())


def changed(change, **options) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(LETTER)) as document:
        change(document)
        document.save(out, **options)
    return out.getvalue()


def read(pdf: bytes, **limits) -> PdfFacts:
    return read_pdf(io.BytesIO(pdf), limits=PdfLimits(**limits))


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", errors.EmptyFile),
        (b"PK\x03\x04 a word document", errors.NotAPdf),
        (LETTER[: len(LETTER) // 2], errors.TruncatedPdf),
        (b"%PDF-1.7\nnothing\n%%EOF", errors.UnreadablePdf),
    ],
)
def test_a_bad_file_is_refused_with_cause_and_next_step(content, refusal):
    with pytest.raises(refusal) as caught:
        read(content)
    assert caught.value.sentence
    assert caught.value.cause
    assert caught.value.next_step


def test_a_file_behind_a_password_is_refused_and_a_restricted_one_is_told():
    with pytest.raises(errors.EncryptedPdf):
        read(changed(lambda d: None, encryption=pikepdf.Encryption(owner="o", user="u")))

    restricted = read(changed(lambda d: None, encryption=pikepdf.Encryption(owner="o", user="")))
    assert restricted.is_encrypted


def test_active_content_is_told():
    def add(document: pikepdf.Pdf) -> None:
        action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        document.Root.OpenAction = action
        document.pages[0].AA = Dictionary(O=Dictionary(S=Name.Launch, F=String("x")))

    facts = read(changed(add))
    assert facts.active_content == ("JavaScript", "Launch")
    assert read(LETTER).active_content == ()


def test_what_stands_in_a_form_field_is_read_in_its_place():
    def add(document: pikepdf.Pdf) -> None:
        field = Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("n"), V=String("9459"),
            Rect=Array([130, 726, 160, 741]),
        )  # fmt: skip
        placed = document.make_indirect(field)
        document.pages[0].Annots = Array([placed])
        document.Root.AcroForm = Dictionary(Fields=Array([placed]))

    reference = recognise(read(changed(add)).pages).reference
    assert reference is not None
    assert (reference.number, reference.notation) == ("9459", "UBND-TTTH")


def test_too_many_bytes_or_objects_are_refused_before_anything_is_read():
    with pytest.raises(errors.TooLarge):
        read(LETTER, max_bytes=len(LETTER) - 1)
    with pytest.raises(errors.TooLarge):
        read(LETTER, max_objects=1)
    assert read(LETTER, max_bytes=len(LETTER)).page_count


def test_what_is_no_pdf_is_not_measured_by_the_size_of_one():
    """A file that goes with a document may be larger than a PDF that is read."""
    with pytest.raises(errors.NotAPdf):
        read(b"so lieu\n" * 100, max_bytes=10)


def test_too_many_pages_are_refused_and_a_long_file_is_read_at_its_ends():
    with pytest.raises(errors.TooManyPages):
        read(LETTER, max_pages=0)

    def add(document: pikepdf.Pdf) -> None:
        for _more in range(9):
            document.pages.append(document.pages[0])

    facts = read(changed(add), text_pages=4, text_ends=2)
    assert [page.number for page in facts.pages] == [1, 2, 9, 10]
    assert facts.text_is_partial


def test_a_rotated_page_has_its_boxes_as_displayed():
    def turn(document: pikepdf.Pdf) -> None:
        document.pages[0].Rotate = 90

    page = read(changed(turn)).pages[0]
    assert page.width > page.height
    assert all(0 <= x.box.x0 <= x.box.x1 <= page.width for x in page.lines)
    assert all(0 <= x.box.y0 <= x.box.y1 <= page.height for x in page.lines)


@settings(max_examples=25, deadline=None)
@given(
    places=st.lists(
        st.tuples(st.integers(0, len(LETTER) - 1), st.binary(min_size=1, max_size=8)), max_size=20
    )
)
def test_a_damaged_file_is_read_or_refused_but_never_breaks(places):
    damaged = bytearray(LETTER)
    for at, piece in places:
        damaged[at : at + len(piece)] = piece
    try:
        facts = read(bytes(damaged))
    except Refusal:
        return
    assert facts.page_count >= 1
