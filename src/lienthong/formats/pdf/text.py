"""The text of a page as lines with their places (by pdfium). Callers hold PDFIUM."""

import ctypes
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pypdfium2
from pypdfium2 import raw

from lienthong.formats.pdf.fields import PageBox
from lienthong.formats.pdf.types import Box, PageText, TextLine
from lienthong.kernel.text import clean_line

# pdfium is not safe in several threads, not even with several documents.
PDFIUM = threading.RLock()
# Columns side by side are further apart than this, in multiples of the size of the letters.
_COLUMN_GAP = 1.3
_COLUMN_GAP_AFTER_SPACE = 2.6
_WORD_GAP = 0.35


@dataclass(frozen=True, slots=True)
class _Sign:
    text: str
    box: Box
    after_space: bool = False

    @property
    def size(self) -> float:
        return max(self.box.y1 - self.box.y0, 1.0)


def read_page_text(
    page: pypdfium2.PdfPage,
    *,
    number: int,
    fields: Iterable[tuple[str, PageBox]],
    max_characters: int,
) -> PageText:
    """Return the lines of one page, with what stands in its form fields put in their places."""
    width, height = page.get_size()
    text = page.get_textpage()
    try:
        runs = list(_runs(_signs(page, text, max_characters)))
    finally:
        text.close()
    for value, rectangle in fields:
        _put_in(runs, value, _displayed(page, rectangle))
    lines = tuple(line for run in runs if (line := _line(run)) is not None)
    return PageText(number, width, height, lines, is_image=_is_image(page))


def _signs(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, most: int) -> Iterator[_Sign]:
    edges = raw.FS_RECTF()
    after_space = False
    for index in range(min(text.count_chars(), most)):
        letter = chr(raw.FPDFText_GetUnicode(text, index))
        generated = raw.FPDFText_IsGenerated(text, index) == 1
        if generated or letter in "\r\n\t\x00\ufffe":
            after_space = True
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(edges)):
            continue
        box = _displayed(page, (edges.left, edges.bottom, edges.right, edges.top))
        yield _Sign(letter, box, after_space)
        after_space = letter.isspace()


def _runs(signs: Iterable[_Sign]) -> Iterator[list[_Sign]]:
    run: list[_Sign] = []
    for sign in signs:
        if run and not _continues(run[-1], sign):
            yield run
            run = []
        run.append(sign)
    if run:
        yield run


def _continues(last: _Sign, sign: _Sign) -> bool:
    size = max(last.size, sign.size)
    overlap = min(last.box.y1, sign.box.y1) - max(last.box.y0, sign.box.y0)
    gap = sign.box.x0 - last.box.x1
    widest = _COLUMN_GAP_AFTER_SPACE if last.text.isspace() else _COLUMN_GAP
    return overlap > 0.4 * min(last.size, sign.size) and -size < gap < widest * size


def _put_in(runs: list[list[_Sign]], value: str, box: Box) -> None:
    """Write a field's value over the blank it covers, else as a line of its own."""
    step = (box.x1 - box.x0) / len(value)
    signs = [
        _Sign(c, replace(box, x0=box.x0 + n * step, x1=box.x0 + (n + 1) * step), n == 0)
        for n, c in enumerate(value)
    ]
    middle = (box.y0 + box.y1) / 2
    for run in runs:
        beside = run[0].box.x0 <= box.middle <= run[-1].box.x1
        if beside and run[0].box.y0 <= middle <= run[0].box.y1:
            run[:] = sorted(
                [s for s in run if not s.text.isspace() or not box.x0 <= s.box.middle <= box.x1]
                + signs,
                key=lambda s: s.box.middle,
            )
            return
    runs.append(signs)


def _line(run: list[_Sign]) -> TextLine | None:
    parts: list[str] = []
    last: _Sign | None = None
    for sign in run:
        gap = sign.box.x0 - last.box.x1 if last else 0.0
        if last and (sign.after_space or gap > _WORD_GAP * sign.size):
            parts.append(" ")
        parts.append(sign.text)
        last = sign
    text = clean_line("".join(parts))
    if not text:
        return None
    seen = [sign for sign in run if not sign.text.isspace()]
    box = seen[0].box
    for sign in seen[1:]:
        box = box.joined(sign.box)
    return TextLine(text, box, round(max(sign.size for sign in seen), 1))


def _displayed(page: pypdfium2.PdfPage, edges: PageBox) -> Box:
    """Turn a rectangle of the page's own points into one of the page as displayed."""
    left, bottom, right, top = page.get_cropbox()
    x0, x1 = edges[0] - left, edges[2] - left
    y0, y1 = edges[1] - bottom, edges[3] - bottom
    across, up = right - left, top - bottom
    match page.get_rotation():
        case 90:
            return Box(y0, x0, y1, x1)
        case 180:
            return Box(across - x1, y0, across - x0, y1)
        case 270:
            return Box(up - y1, across - x1, up - y0, across - x0)
        case _:
            return Box(x0, up - y1, x1, up - y0)


def _is_image(page: pypdfium2.PdfPage) -> bool:
    width, height = page.get_size()
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) > width * height / 2:
            return True
    return False
