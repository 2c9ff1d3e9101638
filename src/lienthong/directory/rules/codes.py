"""Shapes of codes: two forms of the law, neither computed from the other."""

import re

from lienthong.directory.errors import CodeShape
from lienthong.directory.types import CodeForm
from lienthong.kernel.text import clean_line

LONGEST_CODE = 35
# QCVN 102:2016: groups of 3.2.2.3, lowest level first; real data drops leading zero groups.
_OLD_WHOLE = re.compile(r"[0-9A-Z]{3}\.[0-9A-Z]{2}\.[0-9A-Z]{2}\.[A-Z][0-9]{2}", re.ASCII)
_OLD_SHORT = re.compile(r"(?:[0-9A-Z]{2}\.){1,2}[A-Z][0-9]{2}", re.ASCII)
# Decision 20/2020/QĐ-TTg, Articles 4-6: highest level first; of an enterprise, its number.
_NEW = re.compile(r"[A-Z][0-9]{2}(?:\.[0-9A-Z]+)*", re.ASCII)
_REGISTRATION = re.compile(r"[0-9]{10}(?:[0-9]{3})?", re.ASCII)
_ZERO_GROUPS = ("000", "00", "00")


def clean_code(code: str) -> str:
    """Return a code as it is typed into a search: one line, no blanks, capital letters."""
    return clean_line(code).replace(" ", "").upper()


def whole_code(code: str) -> str:
    """Return a code as it is kept and compared: clean, an old one with all its groups.

    Senders drop the leading zero groups of an old code: "05.H19" is "000.00.05.H19". A single
    group is left alone: "H19" is a code of the new form, not the old one of the province.
    """
    cleaned = clean_code(code)
    if not _OLD_SHORT.fullmatch(cleaned):
        return cleaned
    groups = cleaned.split(".")
    return ".".join((*_ZERO_GROUPS[: 4 - len(groups)], *groups))


def form_of(code: str) -> CodeForm:
    """Return which form a whole code has; the shape decides, nothing is computed from it.

    Raises CodeShape when it is of neither.
    Source: QCVN 102:2016/BTTTT; Decision 20/2020/QĐ-TTg, Articles 4-6.
    """
    if _OLD_WHOLE.fullmatch(code):
        return CodeForm.QCVN_102
    if len(code) <= LONGEST_CODE and (_NEW.fullmatch(code) or _REGISTRATION.fullmatch(code)):
        return CodeForm.QD_20
    raise CodeShape(code=code[: LONGEST_CODE + 1])
