import io
import threading
import time
from datetime import date

import pikepdf
import pypdfium2 as pdfium
import pytest
from tests.signatures import builders

from lienthong.formats.pdf.text import PDFIUM
from lienthong.printing.letters import print_letter
from lienthong.printing.types import Letter, Paragraph, Signer
from lienthong.signatures import errors, services
from lienthong.signatures.pdf.places import MM, SEAL_SIZE, Box, find_places, seal_beside
from lienthong.signatures.types import SigningLayout


def _text_box(pdf: bytes, words: str) -> tuple[float, float, float, float]:
    page = pdfium.PdfDocument(pdf)[0]
    text = page.get_textpage()
    found = text.search(words)
    index, count = found.get_next()
    boxes = [text.get_charbox(n) for n in range(index, index + count)]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes),
            max(b[2] for b in boxes), max(b[3] for b in boxes))  # fmt: skip


def _drawn_in_blanks(pdf: bytes) -> dict[str, str]:
    """What is printed inside the blanks of the draft, once forms are part of the page."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    document[0].flatten()
    text = document[0].get_textpage()
    blanks = find_places(builders.a_letter(), builders.LAYOUT).numbers
    return {name: text.get_text_bounded(*box.rect).strip() for name, box in blanks.items()}


def test_C1_the_signature_is_centred_between_position_and_name():
    letter = builders.a_letter()
    place = find_places(letter, builders.LAYOUT).signature
    name, title = _text_box(letter, builders.NAME), _text_box(letter, "PHÓ CHỦ TỊCH")

    assert (place.left + place.right) / 2 == pytest.approx((name[0] + name[2]) / 2, abs=3)
    assert name[3] - 3 <= place.bottom < place.top <= title[1] + 3
    assert (place.bottom + place.top) / 2 == pytest.approx((name[3] + title[1]) / 2, abs=6)


def test_C1_the_seal_covers_the_left_third_of_the_signature_in_real_size():
    places = find_places(builders.a_letter(), builders.LAYOUT)
    seal, signature = places.seal, places.signature

    assert seal.right - seal.left == pytest.approx(36 * MM)
    assert seal.top - seal.bottom == pytest.approx(36 * MM)
    covered = (seal.right - signature.left) / (signature.right - signature.left)
    assert covered == pytest.approx(1 / 3)
    assert (seal.top + seal.bottom) / 2 == pytest.approx((signature.top + signature.bottom) / 2)


def test_a_seal_near_the_edge_stays_on_the_page():
    seal = seal_beside(Box(0, 10, 5, 60, 25), (595, 842))
    assert (seal.left, seal.bottom) == (0, 0)
    assert seal.right == pytest.approx(SEAL_SIZE)


def test_the_signature_of_an_unknown_name_goes_to_the_default_place_on_the_last_page():
    letter = builders.a_letter(is_numbered=True)
    place = find_places(letter, SigningLayout("Người Không Có", number_is_printed=True)).signature
    width = pdfium.PdfDocument(letter)[0].get_size()[0]

    assert place.page == 0
    assert (place.left + place.right) / 2 == pytest.approx(width - 55 * MM)
    assert (place.top + place.bottom) / 2 == pytest.approx(70 * MM)


def test_who_waits_for_pdfium_has_it_between_two_pages_of_a_long_document():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(builders.a_letter())) as letter:
        for _n in range(199):
            letter.pages.append(letter.pages[0])
        letter.save(out)
    over, waited = threading.Event(), []

    def wait_for_turns() -> None:
        while not over.is_set():
            with PDFIUM:
                waited.append(over.is_set())
            time.sleep(0.001)

    other = threading.Thread(target=wait_for_turns)
    other.start()
    find_places(out.getvalue(), SigningLayout("Người Không Có", number_is_printed=True))
    over.set()
    other.join()

    assert waited.count(False) > 10  # else one turn before it and one after it


def test_the_last_page_with_the_name_is_the_one_that_is_signed():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(builders.a_letter())) as letter:
        letter.pages.append(letter.pages[0])
        letter.save(out)
    assert find_places(out.getvalue(), builders.LAYOUT).signature.page == 1


def test_number_and_date_are_drawn_in_their_blanks():
    filled = builders.numbered(builders.a_prepared_letter(), "128")
    assert _drawn_in_blanks(filled) == {"SoVanBan": "128", "Ngay": "20", "Thang": "11"}


def test_small_numbers_days_and_months_get_their_leading_zero():
    prepared = builders.a_prepared_letter()
    filled = builders.numbered(prepared, "7", issued_on=date(2026, 2, 3))
    assert _drawn_in_blanks(filled) == {"SoVanBan": "07", "Ngay": "03", "Thang": "02"}


def test_a_year_that_is_not_printed_is_filled_in_too():
    draft = builders.a_letter(year=builders.BLANK)
    filled = builders.numbered(services.prepare_fields(draft, builders.LAYOUT))
    with pikepdf.open(io.BytesIO(filled)) as document:
        written = {str(f.T): str(f.V) for f in document.Root.AcroForm.Fields if "/V" in f}
    assert written == {"SoVanBan": "128", "Ngay": "20", "Thang": "11", "Nam": "2026"}


def test_the_fonts_of_number_and_date_are_embedded():
    filled = builders.numbered(builders.a_prepared_letter())
    with pikepdf.open(io.BytesIO(filled)) as document:
        fields = [f for f in document.Root.AcroForm.Fields if f.get("/FT") == "/Tx"]
        assert len(fields) == 3
        for field in fields:
            for font in field.AP.N.Resources.Font.values():
                assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_filling_in_the_same_again_changes_nothing():
    filled = builders.numbered(builders.a_prepared_letter())
    assert builders.numbered(filled) == filled


def test_another_number_over_a_number_is_refused():
    filled = builders.numbered(builders.a_prepared_letter(), "128")
    with pytest.raises(errors.NumberDiffers) as refusal:
        builders.numbered(filled, "129")
    assert refusal.value.facts["present"].startswith("128")


def test_C1_a_letter_of_our_own_printing_has_all_places():
    letter = print_letter(
        Letter(
            agency=builders.AGENCY,
            notation="UBND-TTTH",
            place="Đồng Nai",
            year=2026,
            subject="gửi, nhận văn bản điện tử",
            content=(Paragraph("Đề nghị các cơ quan thực hiện."),),
            signer=Signer("Phó Chủ tịch", builders.NAME, ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
            recipients=("Như trên", "Lưu: VT"),
        )
    )
    places = find_places(letter, SigningLayout(builders.NAME, "PHÓ CHỦ TỊCH"))
    prepared = services.prepare_fields(letter, builders.LAYOUT)
    with pikepdf.open(io.BytesIO(builders.numbered(prepared))) as document:
        written = {str(f.T): str(f.V) for f in document.Root.AcroForm.Fields if "/V" in f}

    assert written == {"SoVanBan": "128", "Ngay": "20", "Thang": "11"}
    name, title = _text_box(letter, builders.NAME), _text_box(letter, "PHÓ CHỦ TỊCH")
    assert name[3] - 3 <= places.signature.bottom < places.signature.top <= title[1] + 3


def test_a_draft_without_blanks_says_so():
    with pytest.raises(errors.NoPlaceForNumber):
        services.prepare_fields(builders.a_letter(is_numbered=True), builders.LAYOUT)


def test_a_draft_with_printed_number_gets_no_fields_for_it():
    layout = SigningLayout(builders.NAME, number_is_printed=True)
    prepared = services.prepare_fields(builders.a_letter(is_numbered=True), layout)

    assert prepared != builders.a_letter(is_numbered=True)
    assert builders.numbered(prepared) == prepared


def test_preparing_a_prepared_draft_changes_nothing():
    prepared = builders.a_prepared_letter()
    assert services.prepare_fields(prepared, builders.LAYOUT) == prepared


@pytest.mark.django_db
def test_a_signed_file_is_not_prepared_again(world):
    with pytest.raises(errors.AlreadySigned):
        services.prepare_fields(builders.signed_by_person(world), builders.LAYOUT)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"PK\x03\x04 a zip", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(errors.Unreadable):
        services.prepare_fields(content, builders.LAYOUT)


def test_a_file_with_a_password_is_refused():
    locked = builders.with_password(builders.a_letter())
    with pytest.raises(errors.Encrypted):
        services.prepare_fields(locked, builders.LAYOUT)
    with pytest.raises(errors.Encrypted):
        builders.numbered(locked)
