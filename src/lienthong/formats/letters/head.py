"""The head of the first page: boxes 1 to 5 and 10b of the layout."""

import re
from collections.abc import Mapping
from datetime import date

from lienthong.formats.letters.kinds import OFFICIAL_LETTER
from lienthong.formats.letters.layout import (
    by_place,
    following,
    found,
    joined,
    left_of,
    same_height,
)
from lienthong.formats.letters.types import Found
from lienthong.formats.pdf.types import PageText, TextLine
from lienthong.kernel.text import fold

_NUMBER = re.compile(r"^\s*Số\s*[:.]", re.IGNORECASE)
_ABOUT = re.compile(r"^\s*(?:V/v|Về việc)\s*:?\s*", re.IGNORECASE)
_DATE = re.compile(
    r"^(?:(?P<place>[^,]{2,60}),\s*)?ngày\s*(?P<day>\d{1,2})?\s*tháng\s*(?P<month>\d{1,2})?"
    r"\s*năm\s*(?P<year>\d{4})?",
    re.IGNORECASE,
)
_URGENCIES = {"khan": "Khẩn", "thuong khan": "Thượng khẩn", "hoa toc": "Hỏa tốc"}
_NATION = ("cong hoa xa hoi", "doc lap")
# Words with which the name of an agency begins when its superior stands above it.
_AGENCY_WORDS = re.compile(
    r"^(?:SỞ|BAN|VĂN PHÒNG|THANH TRA|CHI CỤC|CỤC|TỔNG CỤC|PHÒNG|TRUNG TÂM|TRƯỜNG|VIỆN|VỤ|"
    r"BỆNH VIỆN|BẢO HIỂM|ĐÀI|KHO BẠC|CÔNG AN|ỦY BAN|UỶ BAN|UBND|HỘI|ĐẢNG ỦY|TÒA ÁN|QUỸ)\b"
)


def number_line(page: PageText) -> TextLine | None:
    """Return the line "Số: …", put together when a blank or a field parts it."""
    lines = left_of(page)
    first = next((line for line in lines if _NUMBER.match(line.text)), None)
    if first is None or first.box.y0 > page.height * 0.5:
        return None
    rest = [
        x for x in lines if x is not first and same_height(x, first) and x.box.x0 > first.box.x0
    ]
    return joined([first, *rest])


def issuers(page: PageText, number: TextLine) -> tuple[Found[str] | None, Found[str] | None]:
    """Return superior and issuing agency: what stands above the number on the left."""
    above = [
        line
        for line in left_of(page)
        if line.box.y1 <= number.box.y0 + 2 and not fold(line.text).startswith(_NATION)
    ]
    if not above:
        return None, None
    starts = [n for n, line in enumerate(above) if n and _AGENCY_WORDS.match(line.text.upper())]
    cut = starts[-1] if starts else 0
    superior = found(joined(above[:cut]), page) if cut else None
    return superior, found(joined(above[cut:]), page)


def place_and_day(page: PageText) -> tuple[Found[str] | None, Found[date] | None]:
    """Return box 4; the day is None while it is a blank or is no day of the calendar."""
    for line in by_place(page.lines):
        match = _DATE.match(line.text)
        if not match or line.box.y0 > page.height * 0.5 or line.box.middle < page.width * 0.4:
            continue
        place = match["place"]
        day = _day(match["day"], match["month"], match["year"])
        return (
            found(line, page, text=place.strip()) if place else None,
            Found(day, page.number, line.box) if day else None,
        )
    return None, None


def _day(day: str | None, month: str | None, year: str | None) -> date | None:
    try:
        return date(int(year or ""), int(month or ""), int(day or ""))
    except ValueError:
        return None


def kind_and_subject(
    page: PageText, *, names: Mapping[str, str]
) -> tuple[Found[str] | None, Found[str] | None]:
    """Return the kind's name and the subject: centred under the name, or "V/v" on the left."""
    folded = {fold(name): name for name in names}
    lines = by_place(page.lines)
    for n, line in enumerate(lines):
        name = folded.get(fold(line.text).rstrip(":"))
        if name and line.text.isupper() and line.box.y0 < page.height * 0.6:
            below = following(line, lines[n + 1 :])[1:]
            subject = found(joined(below), page) if below else None
            return found(line, page, text=name), subject
    return _about(page)


def _about(page: PageText) -> tuple[Found[str] | None, Found[str] | None]:
    lines = left_of(page)
    for n, line in enumerate(lines):
        if _ABOUT.match(line.text) and line.box.y0 < page.height * 0.5:
            whole = joined(following(line, lines[n + 1 :]))
            subject = _ABOUT.sub("", whole.text).rstrip(". ")
            return (
                found(whole, page, text=OFFICIAL_LETTER),
                found(whole, page, text=subject) if subject else None,
            )
    return None, None


def urgency_mark(page: PageText) -> Found[str] | None:
    """Return box 10b: the mark alone on its line, in upper case."""
    for line in page.lines:
        level = _URGENCIES.get(fold(line.text).strip(" .:[]|"))
        if level and line.text.isupper() and line.box.y0 < page.height * 0.5:
            return found(line, page, text=level)
    return None
