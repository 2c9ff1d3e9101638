"""The stamp of a state secret, told from words like "bảo mật" by its place and isolation (A3)."""

import re
from collections.abc import Iterator, Sequence

from lienthong.formats.letters.types import SecrecyFinding, SecrecyLevel
from lienthong.formats.pdf.types import Box, PageText, TextLine
from lienthong.kernel.text import clean_line, fold

_LEVELS = {
    "MẬT": SecrecyLevel.SECRET,
    "TỐIMẬT": SecrecyLevel.TOP_SECRET,
    "TUYỆTMẬT": SecrecyLevel.ULTRA_SECRET,
}
# As a recogniser reads a stamp, without tones and blanks: with a rest of the frame before it, the
# end cut off. What has no such beginning must be whole.
_STAMPED = (
    (re.compile(r"^.{0,2}tuyet(?:m.{0,3})?$|etmat"), SecrecyLevel.ULTRA_SECRET),
    (re.compile(r"^.{0,2}[tl]o+il?m[av][tilr]?$"), SecrecyLevel.TOP_SECRET),
    (re.compile(r"^mat$"), SecrecyLevel.SECRET),
)
_LABELLED = re.compile(r"^Độ\s*mật\s*:?\s*((?:tối|tuyệt)?\s*mật)$", re.IGNORECASE)
# What the letters of every stamp hold, whatever its spacing (`PdfLimits.lines_where`): MẬT in upper
# case, or "độ mật" in any, taken apart as Unicode does.
IN_EVERY_STAMP = "MA\u0323\u0302T|(?i:đo\u0323\u0302ma\u0323\u0302t)"
_FRAME = " []()|.:*-–—_"
# The stamp stands under number and notation (box 10a); later pages repeat it in their margins.
_HEAD_OF_FIRST = 0.45
_MARGIN_OF_LATER = 0.15
_NOT_BESIDE = 1.0  # sizes of the letters that stay free on both sides


def find_secrecy_stamp(pages: Sequence[PageText]) -> SecrecyFinding | None:
    """Return the first secrecy mark that stands by itself, or None.

    A mark is MẬT, TỐI MẬT or TUYỆT MẬT in upper case (spaced letters too) alone on its line, or
    "Độ mật: …". The words in running text, and "CỤC MẬT MÃ" in a heading, are none.
    Source: Decree 30/2020/NĐ-CP, Appendix I, box 10a; Law 29/2018/QH14, Article 8.
    """
    return next((found for page in pages for found in _marks(page)), None)


def _marks(page: PageText) -> Iterator[SecrecyFinding]:
    for line in page.lines:
        level = _level(line.text)
        if level and _is_in_place(line, page) and _stands_alone(line, page):
            yield SecrecyFinding(level, clean_line(line.text), page.number, line.box)
    for stamp in page.stamps:  # alone by themselves, else they would not be there
        level = _stamped_level(stamp.text)
        if level and is_place_of_stamp(stamp.box, number=page.number, height=page.height):
            yield SecrecyFinding(level, clean_line(stamp.text), page.number, stamp.box)


def _level(text: str) -> SecrecyLevel | None:
    words = clean_line(text).strip(_FRAME)
    labelled = _LABELLED.match(words)
    bare = (labelled[1].upper() if labelled else words).replace(" ", "")
    return _LEVELS.get(bare)


def _stamped_level(text: str) -> SecrecyLevel | None:
    """Return the level of a stamp in upper case, of which a scanner may have lost a little."""
    words = fold(text).replace(" ", "") if text.isupper() else ""
    return next((level for form, level in _STAMPED if form.match(words)), None)


def _is_in_place(line: TextLine, page: PageText) -> bool:
    if _LABELLED.match(clean_line(line.text).strip(_FRAME)):
        return True
    return is_place_of_stamp(line.box, number=page.number, height=page.height)


def is_place_of_stamp(box: Box, *, number: int, height: float) -> bool:
    """Say whether a stamp at a place of a page is one of secrecy: in the head or a margin.

    number: of the page, from 1; height: of the page.
    """
    y = (box.y0 + box.y1) / 2 / height
    margin = y < _MARGIN_OF_LATER or y > 1 - _MARGIN_OF_LATER
    return margin or (number == 1 and y < _HEAD_OF_FIRST)


def _stands_alone(line: TextLine, page: PageText) -> bool:
    """Tell whether the mark is not one line of a heading that continues above or below it."""
    room = _NOT_BESIDE * line.size
    for other in page.lines:
        if other is line or _level(other.text):
            continue
        beside = min(other.box.y1, line.box.y1) - max(other.box.y0, line.box.y0) > line.size / 3
        gap = max(other.box.x0 - line.box.x1, line.box.x0 - other.box.x1)
        if beside and gap < room:
            return False
        if _continues(line, other):
            return False
    return True


def _continues(line: TextLine, other: TextLine) -> bool:
    """Tell whether a heading runs on below: "CỤC KỸ THUẬT / MẬT / MÃ"."""
    return other.text.strip().startswith("MÃ") and 0 <= other.box.y0 - line.box.y0 < 2 * line.size
