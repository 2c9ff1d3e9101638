"""The text of a page as lines with their places (by pdfium). Callers hold PDFIUM."""

import ctypes
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any, NamedTuple

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
_NO_LETTERS = frozenset("\r\n\t\x00\ufffe")
_LEFT_OUT = {ord(each): None for each in _NO_LETTERS}
_Displayed = Callable[[float, float, float, float], PageBox]


class _Sign(NamedTuple):
    """One letter, in points of the page as displayed; a page has thousands, so it is a tuple.

    size: its height, at least one point. after_space: a gap without a letter of its own precedes.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    after_space: bool = False

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def read_page_text(
    page: pypdfium2.PdfPage,
    *,
    number: int,
    fields: Sequence[tuple[str, PageBox]],
    max_characters: int,
    only_where: str = "",
) -> PageText:
    """Return the lines of one page, with what stands in its form fields put in their places.

    only_where: as `PdfLimits.lines_where`; the place of each letter is what reading costs.
    """
    width, height = page.get_size()
    is_image = _is_image(page)
    text = page.get_textpage()
    try:
        wants_all = not only_where or bool(fields) or is_image
        if wants_all or re.search(only_where, _bare_letters(text, max_characters)):
            lines = _lines(text, _displaying(page), fields, max_characters)
        else:
            lines = ()
    finally:
        text.close()
    return PageText(number, width, height, lines, is_image=is_image)


def _bare_letters(text: pypdfium2.PdfTextPage, most: int) -> str:
    """Return the letters of which lines are made, one after the other: NFD, without blanks.

    A line is made of letters that follow each other, with blanks put in; so whatever stands in a
    line stands here too, however the page is parted into lines.
    """
    count = min(text.count_chars(), most)
    letters = _at_once(text, count)
    if letters is None:
        codes = map(raw.FPDFText_GetUnicode, repeat(text.raw), range(count))
        letters = "".join(map(chr, codes))
    joined = letters.translate(_LEFT_OUT)
    plain = "".join(unicodedata.normalize("NFD", joined).split())
    if plain.isprintable():  # the common case, without a look at each letter
        return plain
    return "".join(filter(str.isprintable, plain))


def _at_once(text: pypdfium2.PdfTextPage, count: int) -> str | None:
    """Return the first letters by one call, in a hundredth of the time of a call for each.

    None where it gives fewer: it leaves out letters without a code, and those beyond 16 bits. The
    hyphen at the end of a line is U+FFFE here and U+0002 there; neither is a letter of a line.
    """
    room = (ctypes.c_ushort * (2 * count + 1))()
    written = raw.FPDFText_GetText(text.raw, 0, count, room) - 1
    if written != count:
        return None
    found = bytes(memoryview(room)[:count]).decode("utf-16-le", errors="surrogatepass")
    return found if len(found) == count else None


def _lines(
    text: pypdfium2.PdfTextPage,
    displayed: _Displayed,
    fields: Iterable[tuple[str, PageBox]],
    most: int,
) -> tuple[TextLine, ...]:
    runs = list(_runs(_signs(text, displayed, most)))
    for value, rectangle in fields:
        _put_in(runs, value, displayed(*rectangle))
    return tuple(line for run in runs if (line := _line(run)) is not None)


def _signs(text: pypdfium2.PdfTextPage, displayed: _Displayed, most: int) -> Iterator[_Sign]:
    edges = raw.FS_RECTF()
    place, handle = ctypes.byref(edges), text.raw
    after_space = False
    for index in range(min(text.count_chars(), most)):
        letter = chr(raw.FPDFText_GetUnicode(handle, index))
        if letter in _NO_LETTERS or raw.FPDFText_IsGenerated(handle, index) == 1:
            after_space = True
            continue
        if not raw.FPDFText_GetLooseCharBox(handle, index, place):
            continue
        x0, y0, x1, y1 = displayed(edges.left, edges.bottom, edges.right, edges.top)
        size = y1 - y0
        yield _Sign(letter, x0, y0, x1, y1, size if size > 1.0 else 1.0, after_space)
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
    small, large = (last.size, sign.size) if last.size < sign.size else (sign.size, last.size)
    gap = sign.x0 - last.x1
    widest = _COLUMN_GAP_AFTER_SPACE if last.text.isspace() else _COLUMN_GAP
    if not -large < gap < widest * large:
        return False
    lower = last.y1 if last.y1 < sign.y1 else sign.y1
    upper = last.y0 if last.y0 > sign.y0 else sign.y0
    return lower - upper > 0.4 * small


def _put_in(runs: list[list[_Sign]], value: str, edges: PageBox) -> None:
    """Write a field's value over the blank it covers, else as a line of its own."""
    x0, y0, x1, y1 = edges
    step, size = (x1 - x0) / len(value), max(y1 - y0, 1.0)
    signs = [
        _Sign(c, x0 + n * step, y0, x0 + (n + 1) * step, y1, size, n == 0)
        for n, c in enumerate(value)
    ]
    centre = (y0 + y1) / 2
    for run in runs:
        if run[0].x0 <= (x0 + x1) / 2 <= run[-1].x1 and run[0].y0 <= centre <= run[0].y1:
            run[:] = sorted(
                [s for s in run if not s.text.isspace() or not x0 <= s.middle <= x1] + signs,
                key=lambda s: s.middle,
            )
            return
    runs.append(signs)


def _line(run: list[_Sign]) -> TextLine | None:
    parts: list[str] = []
    end: float | None = None
    for sign in run:
        if end is not None and (sign.after_space or sign.x0 - end > _WORD_GAP * sign.size):
            parts.append(" ")
        parts.append(sign.text)
        end = sign.x1
    text = clean_line("".join(parts))
    if not text:
        return None
    seen = [sign for sign in run if not sign.text.isspace()]
    box = Box(
        min(sign.x0 for sign in seen),
        min(sign.y0 for sign in seen),
        max(sign.x1 for sign in seen),
        max(sign.y1 for sign in seen),
    )
    return TextLine(text, box, round(max(sign.size for sign in seen), 1))


def _displaying(page: pypdfium2.PdfPage) -> _Displayed:
    """Return what turns a rectangle of the page's own points into one of it as displayed.

    The rectangle: left, bottom, right, top; the result: left, top, right, bottom, y downwards.
    """
    left, bottom, right, top = page.get_cropbox()
    match page.get_rotation():
        case 90:
            return lambda x0, y0, x1, y1: (y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        case 180:
            return lambda x0, y0, x1, y1: (right - x1, y0 - bottom, right - x0, y1 - bottom)
        case 270:
            return lambda x0, y0, x1, y1: (top - y1, right - x1, top - y0, right - x0)
        case _:
            return lambda x0, y0, x1, y1: (x0 - left, top - y1, x1 - left, top - y0)


def _is_image(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture covers more than half of a page; pictures in forms are looked at too."""
    width, height = page.get_size()
    edges = [ctypes.c_float() for _side in range(4)]
    return any(
        _area(picture, edges) > width * height / 2
        for picture in _pictures(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )


def _area(picture: Any, edges: list[ctypes.c_float]) -> float:
    if not raw.FPDFPageObj_GetBounds(picture, *map(ctypes.byref, edges)):
        raise pypdfium2.PdfiumError("a picture without a place")
    left, bottom, right, top = (edge.value for edge in edges)
    return (right - left) * (top - bottom)


def _pictures(
    holder: Any,
    count: Callable[[Any], int],
    one_of: Callable[[Any, int], Any],
    *,
    forms_inside: int = 1,
) -> Iterator[Any]:
    """Give the pictures of a page, and of the forms on it; without an object of Python for each."""
    for index in range(count(holder)):
        found = one_of(holder, index)
        if not found:
            raise pypdfium2.PdfiumError("an object that is not there")
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            yield found
        elif kind == raw.FPDF_PAGEOBJ_FORM and forms_inside:
            yield from _pictures(
                found,
                raw.FPDFFormObj_CountObjects,
                raw.FPDFFormObj_GetObject,
                forms_inside=forms_inside - 1,
            )
