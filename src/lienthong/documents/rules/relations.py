"""Which known document a sender means by what it wrote."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lienthong.documents.rules.notation import clean_notation
from lienthong.documents.types import RelationFacts, written_reference

_NUMBERED = re.compile(r"0*(\d+)([a-zA-Z]?)\s*([/-])(.+)")
# Written by several systems as the id of a document: code,2015/09/30,7816/VPCP-TTĐT.
_COMPOSED = re.compile(r"([^,]+),(\d{4})/(\d{2})/(\d{2}),(.+)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; issuer_id None: the sender's code for the issuer is not known here."""

    document_id: UUID | None
    issuer_id: UUID | None
    foreign_id: str
    reference_code: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class Candidate:
    document_id: UUID
    issuer_id: UUID
    foreign_id: str
    reference_code: str
    issued_on: date


def canonical_reference(text: str) -> str:
    """Return number and notation as they are kept: "9459 /UBND - TTTH" is "9459/UBND-TTTH".

    Numbers below 10 carry a leading zero; what has no number stays as it is.
    """
    number, suffix, notation = split_reference(text)
    return written_reference(number, suffix, notation)


def split_reference(text: str) -> tuple[int | None, str, str]:
    """Return number, suffix and notation of "62/2010/QĐ-UBND" as `VersionFacts` keeps them.

    A notation after a dash keeps it, for it is of the Party's style: "6758-CV/TU" is 6758 and
    "-CV/TU". What has no number is all notation.
    """
    found = _NUMBERED.fullmatch(clean_notation(text))
    if not found:
        return None, "", clean_notation(text)
    number, suffix, mark, notation = found.groups()
    return int(number), suffix, f"-{notation}" if mark == "-" else notation


def wanted_target(written: RelationFacts, issuer_id: UUID | None) -> Wanted:
    """Read what a sender wrote about another document.

    Its id may be one that we gave ourselves, or composed of code, date and number.
    """
    composed = _COMPOSED.fullmatch(written.foreign_id)
    reference = canonical_reference(written.reference_code)
    issued_on = written.issued_on
    if composed:
        reference = reference or canonical_reference(composed[5])
        issued_on = issued_on or _day(*composed.group(2, 3, 4))
    return Wanted(
        document_id=written.document_id or _uuid(written.foreign_id),
        issuer_id=issuer_id,
        foreign_id=written.foreign_id,
        reference_code=reference,
        issued_on=issued_on,
    )


def composed_issuer_code(written: RelationFacts) -> str:
    """Return the issuer's code as written, if need be from the composed id."""
    composed = _COMPOSED.fullmatch(written.foreign_id)
    return written.issuer_code or (composed[1] if composed else "")


def best_target(wanted: Wanted, known: Iterable[Candidate]) -> UUID | None:
    """Return the one document that is meant, or None when none or several could be.

    An id decides before number and notation; of several years the day decides.
    """
    rows = list(known)
    for fits in (_by_our_id, _by_foreign_id, _by_reference):
        found = {row.document_id for row in rows if fits(wanted, row)}
        if len(found) == 1:
            return found.pop()
    return None


def _by_our_id(wanted: Wanted, row: Candidate) -> bool:
    return wanted.document_id == row.document_id


def _by_foreign_id(wanted: Wanted, row: Candidate) -> bool:
    same = bool(wanted.foreign_id) and wanted.foreign_id == row.foreign_id
    return same and wanted.issuer_id in (None, row.issuer_id)


def _by_reference(wanted: Wanted, row: Candidate) -> bool:
    same = bool(wanted.reference_code) and wanted.reference_code == row.reference_code
    dated = wanted.issued_on in (None, row.issued_on)
    return same and dated and wanted.issuer_id == row.issuer_id


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
