"""The registers of incoming and outgoing documents, as the law's form."""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import pikepdf
from pikepdf import Dictionary, Name

from lienthong.printing.rendering import render_pdf
from lienthong.printing.types import BookForm, BookKind, BookRow

# Rows laid out at a time, some twelve pages: keeps the memory of a year's book flat.
CHUNK = 250
_INCOMING = (
    ("Ngày đến", 8),
    ("Số đến", 6),
    ("Tác giả", 13),
    ("Số, ký hiệu", 11),
    ("Ngày tháng", 8),
    ("Tên loại và trích yếu nội dung", 22),
    ("Đơn vị hoặc người nhận", 11),
    ("Ngày chuyển", 8),
    ("Ký nhận", 6),
    ("Ghi chú", 7),
)
_OUTGOING = (
    ("Số, ký hiệu văn bản", 11),
    ("Ngày tháng văn bản", 8),
    ("Tên loại và trích yếu nội dung văn bản", 25),
    ("Người ký", 10),
    ("Nơi nhận văn bản", 27),
    ("Đơn vị, người nhận bản lưu", 8),
    ("Số lượng bản", 5),
    ("Ghi chú", 6),
)
_COLUMNS = {BookKind.INCOMING: _INCOMING, BookKind.OUTGOING: _OUTGOING}
_TITLES = {
    BookKind.INCOMING: "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    BookKind.OUTGOING: "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
}


def print_book(
    book: BookForm, rows: Iterable[BookRow], *, tell: Callable[[int], None] | None = None
) -> bytes:
    """Return a register as PDF, A4 landscape, with a closing line; rows in the order of the book.

    Numbers that were voided or are only reserved stay visible lines. Every `CHUNK` rows begin
    on a new page; `tell` hears after each how many rows are laid out. Raises ValueError when a row
    has not as many cells as the form has columns.
    Source: Decree 30/2020/NĐ-CP, Appendix IV; Article 16, clause 2b.
    """
    count = voided = 0
    first = last = ""
    with pikepdf.new() as whole:
        for chunk, is_first, is_last in _chunks(rows):
            count += len(chunk)
            voided += sum(row.is_voided for row in chunk)
            first, last = first or chunk[0].number, chunk[-1].number
            closing = _closing(count, first, last, voided) if is_last else ""
            _append(whole, _chunk(book, chunk, is_first=is_first, closing=closing))
            if tell is not None:
                tell(count)
        if not count:
            _append(whole, _chunk(book, [], is_first=True, closing="Sổ này chưa có mục nào."))
        _number_pages(whole)
        out = io.BytesIO()
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _chunks(rows: Iterable[BookRow]) -> Iterator[tuple[list[BookRow], bool, bool]]:
    source = iter(rows)
    chunk, is_first = list(islice(source, CHUNK)), True
    while chunk:
        following = list(islice(source, CHUNK))
        yield chunk, is_first, not following
        chunk, is_first = following, False


def _closing(count: int, first: str, last: str, voided: int) -> str:
    return f"Sổ này có {count} mục, từ số {first} đến số {last}, trong đó hủy {voided}."


def _chunk(book: BookForm, rows: list[BookRow], *, is_first: bool, closing: str) -> io.BytesIO:
    columns = _COLUMNS[book.kind]
    for row in rows:
        if len(row.cells) != len(columns):
            raise ValueError(f"row {row.number}: {len(row.cells)} cells, form has {len(columns)}")
    facts = {
        "book": book,
        "year": str(book.year),
        "title": _TITLES[book.kind],
        "columns": [
            {"name": n, "width": w, "place": str(i)} for i, (n, w) in enumerate(columns, 1)
        ],
        "rows": rows,
        "is_first": is_first,
        "closing": closing,
    }
    return io.BytesIO(render_pdf("book.html", facts, variant=None))


def _append(whole: pikepdf.Pdf, made: io.BytesIO) -> None:
    with pikepdf.open(made) as part:
        whole.pages.extend(part.pages)


def _number_pages(whole: pikepdf.Pdf) -> None:
    """Write "n/m" at the foot of every page: m is known only when all rows are laid out."""
    font = whole.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman"))
    )
    total = len(whole.pages)
    for number, page in enumerate(whole.pages, start=1):
        name = page.add_resource(font, Name.Font)
        text = f"q BT {name} 11 Tf 410 22 Td (Trang {number}/{total}) Tj ET Q".encode()
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q " + text)
