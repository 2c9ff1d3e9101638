"""Kính gửi, Nơi nhận and the signer: boxes 7 and 9 of the layout."""

import re
from collections.abc import Sequence

from lienthong.formats.letters.layout import by_place, found, joined, left_of, right_of
from lienthong.formats.letters.types import Found, RecipientLine, RecipientRole
from lienthong.formats.pdf.types import PageText, TextLine
from lienthong.kernel.text import fold

_TO = re.compile(r"^\s*Kính gửi\s*:?\s*", re.IGNORECASE)
_DASH = re.compile(r"^\s*[-–—+•]\s*")
_END = re.compile(r"\s*[;.,]+\s*$")
_AUTHORITY = re.compile(r"^\s*(?:TM|Q|KT|K|TL|TUQ)\s*\.")
_ROLES = (
    (re.compile(r"\(\s*(?:để\s+)?(?:b/c|báo cáo)\s*\)", re.IGNORECASE), RecipientRole.REPORT),
    (re.compile(r"\(\s*để biết\s*\)", re.IGNORECASE), RecipientRole.INFORMATION),
    (
        re.compile(r"\(\s*(?:để\s+)?(?:t/h|thực hiện|thi hành)\s*\)", re.IGNORECASE),
        RecipientRole.ACTION,
    ),
)


def addressees(page: PageText) -> tuple[Found[str], ...]:
    """Return the lines of "Kính gửi", each without dash and closing sign."""
    lines = by_place(page.lines)
    start = next((n for n, line in enumerate(lines) if _TO.match(line.text)), None)
    if start is None:
        return ()
    first, rest = lines[start], lines[start + 1 :]
    inline = _TO.sub("", first.text)
    items: list[list[TextLine]] = [[first]] if inline else []
    for line in rest:
        if _DASH.match(line.text) and line.box.x0 > first.box.x0 + first.size:
            items.append([line])
        elif items and not _is_closed(items[-1]) and line.box.x0 > first.box.x0 + first.size:
            items[-1].append(line)
        else:
            break
    wholes = [joined(item) for item in items]
    return tuple(found(x, page, text=_bare(_TO.sub("", x.text))) for x in wholes)


def recipients(pages: Sequence[PageText]) -> tuple[Found[RecipientLine], ...]:
    """Return the lines under the last "Nơi nhận:" of the document, each with its role."""
    for page in reversed(pages):
        lines = left_of(page)
        start = recipients_start(page)
        if start is None:
            continue
        items: list[list[TextLine]] = []
        for line in lines[lines.index(start) + 1 :]:
            if _DASH.match(line.text):
                items.append([line])
            elif items and not _is_closed(items[-1]):
                items[-1].append(line)
            else:
                break
        wholes = [joined(item) for item in items]
        return tuple(Found(recipient_line(whole.text), page.number, whole.box) for whole in wholes)
    return ()


def recipients_start(page: PageText) -> TextLine | None:
    """Return the line "Nơi nhận:" of a page."""
    starts = [line for line in left_of(page) if fold(line.text).startswith("noi nhan")]
    return starts[-1] if starts else None


def recipient_line(text: str) -> RecipientLine:
    """Return one line with the role that its words say ("(b/c)", "(để biết)", "Lưu: …")."""
    bare, folded = _bare(text), fold(_bare(text))
    if re.match(r"luu\b", folded):
        return RecipientLine(bare, RecipientRole.FILE)
    if re.match(r"nhu (tren|kinh gui)", folded):
        return RecipientLine(bare, RecipientRole.AS_ABOVE)
    if re.match(r"nhu dieu \d", folded):
        return RecipientLine(bare, RecipientRole.ACTION)
    for mark, role in _ROLES:
        if mark.search(bare):
            return RecipientLine(_bare(mark.sub("", bare)), role)
    return RecipientLine(bare, RecipientRole.UNSTATED)


def signer(
    pages: Sequence[PageText],
) -> tuple[Found[str] | None, Found[str] | None, Found[str] | None]:
    """Return authority, position and name: the right column beside the "Nơi nhận"."""
    for page in reversed(pages):
        start = recipients_start(page)
        if start is None:
            continue
        beside = [x for x in right_of(page) if x.box.y1 > start.box.y0 - start.size]
        titles = [x for x in beside if x.text.isupper() and len(x.text) > 3]
        authority = [x for x in titles if _AUTHORITY.match(x.text)]
        position = [x for x in titles if x not in authority]
        below = max((x.box.y1 for x in titles), default=start.box.y0)
        names = [x for x in beside if x not in titles and x.box.y0 >= below and _is_name(x.text)]
        return (
            _lines(authority, page),
            found(joined(position), page) if position else None,
            found(names[0], page) if names else None,
        )
    return None, None, None


def _lines(lines: Sequence[TextLine], page: PageText) -> Found[str] | None:
    if not lines:
        return None
    text = "\n".join(line.text for line in lines)
    return found(joined(lines), page, text=text)


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 7 and all(word[0].isupper() for word in words)


def _is_closed(item: Sequence[TextLine]) -> bool:
    return item[-1].text.rstrip().endswith((";", "."))


def _bare(text: str) -> str:
    return _END.sub("", _DASH.sub("", text)).strip()
