"""Decisions of the directory that need no database: shapes of codes, validity, readiness."""

import re
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from lienthong.directory.errors import CodeShape, DatesOutOfOrder
from lienthong.directory.types import CodeForm, ParticipationTerms, PartnerScope, Readiness
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


def is_valid_on(day: date, *, valid_from: date | None, valid_to: date | None) -> bool:
    """Return whether a day lies in a validity; both ends belong to it, None is open."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def check_order(start: date | None, end: date | None) -> None:
    """Raise DatesOutOfOrder when an end lies before its start."""
    if start and end and end < start:
        raise DatesOutOfOrder(start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")


def terms_on(day: date, terms: Iterable[ParticipationTerms]) -> ParticipationTerms | None:
    """Return the terms that hold on a day: the latest that began, unless they have ended."""
    begun = [row for row in terms if row.starts_on <= day]
    latest = max(begun, key=lambda row: row.starts_on, default=None)
    if latest is None or (latest.ends_on and latest.ends_on < day):
        return None
    return latest


def next_start(day: date, terms: Iterable[ParticipationTerms]) -> date | None:
    """Return the first start after a day."""
    return min((row.starts_on for row in terms if row.starts_on > day), default=None)


def readiness_of(
    *,
    day: date,
    closed: bool,
    founded_on: date | None,
    terms: list[ParticipationTerms],
    kind_code: str,
    partners_meet: bool,
) -> tuple[Readiness, date | None]:
    """Return whether an agency can receive electronically, and the start that decides it.

    partners_meet: whether sender and recipient are in each other's scope (`partners_meet`).
    Source: 9459/UBND-TTTH, point 1 (A4).
    """
    held = terms_on(day, terms)
    if closed:
        return Readiness.CLOSED, None
    if founded_on and founded_on > day:
        return Readiness.NOT_YET, founded_on
    if held is None:
        start = next_start(day, terms)
        return (Readiness.NOT_YET if start else Readiness.NOT_JOINED), start
    if held.kinds and kind_code not in held.kinds:
        return Readiness.KIND_OUT_OF_SCOPE, held.starts_on
    if not partners_meet:
        return Readiness.PARTNER_OUT_OF_SCOPE, held.starts_on
    return Readiness.READY, held.starts_on


def partners_meet(
    *,
    one: ParticipationTerms | None,
    one_committee_id: UUID | None,
    other: ParticipationTerms | None,
    other_committee_id: UUID | None,
    one_id: UUID,
    other_id: UUID,
) -> bool:
    """Return whether neither side is held to its committee alone while the other is not it."""
    return _reaches(one, one_committee_id, other_id) and _reaches(other, other_committee_id, one_id)


def _reaches(terms: ParticipationTerms | None, committee_id: UUID | None, other_id: UUID) -> bool:
    return terms is None or terms.partners != PartnerScope.COMMITTEE or committee_id == other_id
