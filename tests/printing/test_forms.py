"""Register and ĐẾN box."""

import io

import pytest
from tests.printing.builders import a_numbered_letter

from lienthong.formats.pdf.reading import read_pdf
from lienthong.printing.books import print_book
from lienthong.printing.letters import print_letter
from lienthong.printing.stamps import print_incoming_stamp
from lienthong.printing.types import BookForm, BookKind, BookRow, IncomingStamp

BOOK = BookForm(BookKind.OUTGOING, agency="SỞ TƯ PHÁP", superior="UBND TỈNH ĐỒNG NAI", year=2026)


def a_row(number: int, **changes: object) -> BookRow:
    cells = (
        f"{number}/STP-VP",
        "18/11/2026",
        "Công văn về việc góp ý",
        "Lê A",
        "Sở Nội vụ",
        "",
        "1",
        "",
    )
    return BookRow(str(number), cells, **changes)  # type: ignore[arg-type]


def words_of(pdf: bytes) -> str:
    return "\n".join(line.text for page in read_pdf(io.BytesIO(pdf)).pages for line in page.lines)


def test_a_book_shows_voided_numbers_and_ends_with_a_closing_line():
    rows = [a_row(n) for n in range(1, 40)] + [a_row(40, note_of_state="Đã hủy", is_voided=True)]
    pdf = print_book(BOOK, iter(rows))
    facts, words = read_pdf(io.BytesIO(pdf)), words_of(pdf)

    assert facts.page_sizes[0] == pytest.approx((841.89, 595.28), abs=0.1)
    assert "40/STP-VP" in words
    assert "Đã hủy" in words
    assert "Sổ này có 40 mục, từ số 1 đến số 40, trong đó hủy 1." in words
    assert f"Trang 1/{facts.page_count}" in words
    assert words.count("Người ký") == facts.page_count


def test_an_empty_book_says_so():
    assert "Sổ này chưa có mục nào." in words_of(print_book(BOOK, []))


def test_a_row_with_missing_cells_is_an_error():
    with pytest.raises(ValueError, match="form has 8"):
        print_book(BOOK, [BookRow("1", ("1",))])


def test_B1_the_den_box_is_drawn_on_a_copy():
    original = print_letter(a_numbered_letter())
    kept = bytes(original)
    copy = io.BytesIO()
    stamp = IncomingStamp(agency="SỞ TƯ PHÁP", number="1274", day="19/11/2026")
    print_incoming_stamp(io.BytesIO(original), stamp, copy)

    assert original == kept
    assert "ĐẾN" in words_of(copy.getvalue())
    assert "1274" in words_of(copy.getvalue())
    assert "1274" not in words_of(original)
