"""Finding where number, date, signature and seal belong on a page, from its text.

Places are rectangles in PDF units (1/72 inch), origin at the bottom left of the page.
Source: Decree 30/2020/NĐ-CP, Appendix I, boxes 3, 4, 7a-7c, 8; spec of signature images 4.5.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from lienthong.formats.pdf.text import PDFIUM
from lienthong.kernel.text import nfc
from lienthong.signatures.types import SigningLayout

MM = 72 / 25.4
SEAL_SIZE = 36 * MM  # the national seal's real size, which the image keeps
DEFAULT_SIGNATURE = (50 * MM, 21 * MM)
# Where nothing can be recognised: the last page, right half, above the bottom margin.
DEFAULT_CENTRE_FROM_RIGHT = 55 * MM
DEFAULT_CENTRE_FROM_BOTTOM = 70 * MM
TALLEST_SIGNATURE = 25 * MM
WIDEST_SIGNATURE = 62 * MM
# Room for a signature where the title above the name was not found.
USUAL_ROOM = 28 * MM

NUMBER, DAY, MONTH, YEAR = "SoVanBan", "Ngay", "Thang", "Nam"
NUMBER_FIELDS = (NUMBER, DAY, MONTH, YEAR)
# The year of a draft is mostly printed already.
NEEDED_FIELDS = frozenset({NUMBER, DAY, MONTH})


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; `size` is the height of the text beside it, in points."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float = 13.0

    @property
    def rect(self) -> tuple[float, float, float, float]:
        return self.left, self.bottom, self.right, self.top


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text with a box a character, in reading order."""

    page: int
    text: str
    boxes: tuple[tuple[float, float, float, float], ...]

    def find(self, words: str, after: int = 0) -> tuple[int, int] | None:
        """Return start and end of `words` in the line, case aside; None when it is not there."""
        start = self.text.lower().find(words.lower(), after)
        return (start, start + len(words)) if start >= 0 and words else None

    def span(self, start: int, end: int) -> Box:
        """Return the box around the visible characters from start to end."""
        shown = [
            box
            for box, char in zip(self.boxes[start:end], self.text[start:end], strict=True)
            if not char.isspace()
        ]
        left, bottom, right, top = (min(b[0] for b in shown), min(b[1] for b in shown),
                                    max(b[2] for b in shown), max(b[3] for b in shown))  # fmt: skip
        # The lowest character tells the size: letters with two marks above are taller.
        return Box(self.page, left, bottom, right, top, min(b[3] - b[1] for b in shown) / 1.15)


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything goes; `numbers` holds a box for each of the blanks that were found."""

    signature: Box
    seal: Box
    numbers: dict[str, Box]


def find_places(pdf: bytes, layout: SigningLayout) -> Places:
    """Return the places for a document; signature and seal fall back to the default place.

    Raises pypdfium2.PdfiumError when the bytes cannot be read as PDF.
    """
    with _opened(pdf) as document:
        numbers = {} if layout.number_is_printed else _numbers(document)
        signature = _signature_box(document, layout)
        with PDFIUM:
            last = len(document) - 1
            signature = signature or _default_signature(last, document.get_page_size(last), layout)
            size = document.get_page_size(signature.page)
    return Places(signature, seal_beside(signature, size), numbers)


@contextmanager
def _opened(pdf: bytes) -> Iterator[pdfium.PdfDocument]:
    """Give a document whose pages are read one at a time: others need PDFIUM too."""
    with PDFIUM:
        document = pdfium.PdfDocument(pdf)
    try:
        yield document
    finally:
        with PDFIUM:
            document.close()


def seal_beside(signature: Box, page_size: tuple[float, float]) -> Box:
    """Return the seal's place: over the left third of the signature's image, in real size."""
    third = signature.left + (signature.right - signature.left) / 3
    middle = (signature.bottom + signature.top) / 2
    left = min(max(third - SEAL_SIZE, 0), page_size[0] - SEAL_SIZE)
    bottom = min(max(middle - SEAL_SIZE / 2, 0), page_size[1] - SEAL_SIZE)
    return Box(signature.page, left, bottom, left + SEAL_SIZE, bottom + SEAL_SIZE)


def _lines_of(document: pdfium.PdfDocument, number: int, *, where: str = "") -> list[Line]:
    """Return the lines of a page that has these words somewhere, else none.

    The place of each letter is what reading costs. Whoever waits for PDFIUM may come between two
    pages: a document may have thousands.
    """
    with PDFIUM:
        page = document[number]
        text_page = page.get_textpage()
        try:
            letters = [
                nfc(chr(raw.FPDFText_GetUnicode(text_page, index)))[:1]
                for index in range(text_page.count_chars())
            ]
            if where.lower() not in "".join(letters).lower():
                return []
            return list(_lines(number, text_page, letters))
        finally:
            text_page.close()
            page.close()


def _lines(number: int, text_page: pdfium.PdfTextPage, letters: list[str]) -> Iterator[Line]:
    chars: list[tuple[str, tuple[float, float, float, float]]] = []
    for index, char in enumerate(letters):
        if char in "\r\n":
            yield from _line(number, chars)
            chars = []
        else:
            chars.append((char, text_page.get_charbox(index, loose=True)))
    yield from _line(number, chars)


def _line(page: int, chars: list[tuple[str, tuple[float, float, float, float]]]) -> Iterator[Line]:
    if any(not char.isspace() for char, _box in chars):
        yield Line(page, "".join(c for c, _box in chars), tuple(box for _c, box in chars))


def _numbers(document: pdfium.PdfDocument) -> dict[str, Box]:
    with PDFIUM:
        _width, height = document.get_page_size(0)
    return _number_boxes(_lines_of(document, 0), height)


def _number_boxes(lines: list[Line], height: float) -> dict[str, Box]:
    found: dict[str, Box] = {}
    for line in lines:
        if NUMBER not in found and (box := _number_blank(line)):
            found[NUMBER] = box
        if DAY not in found and line.boxes[0][1] > height / 2:
            found.update(_date_blanks(line))
    return found


def _number_blank(line: Line) -> Box | None:
    label = line.find("Số:")
    slash = line.find("/", label[1]) if label else None
    if not label or not slash or line.text[label[1] : slash[0]].strip(" .…_\xa0"):
        return None
    return _between(line, label, slash)


def _date_blanks(line: Line) -> dict[str, Box]:
    day = line.find("ngày")
    month = line.find("tháng", day[1]) if day else None
    year = line.find("năm", month[1]) if month else None
    if not day or not month or not year:
        return {}
    if line.text[day[1] : month[0]].strip(" .…_\xa0"):
        return {}  # the date is printed
    blanks = {DAY: _between(line, day, month), MONTH: _between(line, month, year)}
    if not line.text[year[1] :].strip(" .…_\xa0"):
        word = line.span(*year)
        blanks[YEAR] = Box(line.page, word.right + 2, word.bottom, word.right + 2 + word.size * 2.4,
                           word.top, word.size)  # fmt: skip
    return blanks


def _between(line: Line, before: tuple[int, int], after: tuple[int, int]) -> Box:
    left, right = line.span(*before), line.span(*after)
    size = min(left.size, right.size)
    bottom = max(left.bottom, right.bottom)
    return Box(line.page, left.right + 1, bottom, right.left - 1, bottom + size * 1.15, size)


def _signature_box(document: pdfium.PdfDocument, layout: SigningLayout) -> Box | None:
    wanted = nfc(layout.signer_name).strip()
    if not wanted:
        return None
    with PDFIUM:
        count = len(document)
    for number in reversed(range(count)):
        time.sleep(0)  # whoever waits for PDFIUM has a turn
        lines = _lines_of(document, number, where=wanted)
        for index in reversed(range(len(lines))):
            if found := lines[index].find(wanted):
                name = lines[index].span(*found)
                return _above(name, _title_over(name, lines, layout), layout.signature_ratio)
    return None


def _title_over(name: Box, lines: list[Line], layout: SigningLayout) -> Box | None:
    """The last line of the position, nearest above the name and in its column."""
    words = [nfc(part).strip() for part in layout.signer_position.splitlines() if part.strip()]
    if not words:
        return None
    spans = (line.span(*found) for line in lines if (found := line.find(words[-1])))
    over = [
        box
        for box in spans
        if box.bottom > name.top and box.left < name.right and box.right > name.left
    ]
    return min(over, key=lambda box: box.bottom, default=None)


def _above(name: Box, title: Box | None, ratio: float) -> Box:
    ceiling = title.bottom if title else name.top + USUAL_ROOM
    height = max(min(ceiling - name.top - 4, TALLEST_SIGNATURE, WIDEST_SIGNATURE / ratio), 20)
    middle, across = (ceiling + name.top) / 2, (name.left + name.right) / 2
    return _around(name.page, across, middle, height * ratio, height)


def _default_signature(page: int, size: tuple[float, float], layout: SigningLayout) -> Box:
    width, height = DEFAULT_SIGNATURE
    across = size[0] - DEFAULT_CENTRE_FROM_RIGHT
    if layout.signature_ratio < width / height:
        width = height * layout.signature_ratio
    else:
        height = width / layout.signature_ratio
    return _around(page, across, DEFAULT_CENTRE_FROM_BOTTOM, width, height)


def _around(page: int, across: float, middle: float, width: float, height: float) -> Box:
    return Box(
        page, across - width / 2, middle - height / 2, across + width / 2, middle + height / 2
    )
