"""Which terms of participation hold on a day, and whether an agency is ready by them (A4)."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from lienthong.directory.types import ParticipationTerms, PartnerScope, Readiness


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
    terms: Sequence[ParticipationTerms],
    held: ParticipationTerms | None,
    kind_code: str,
    partners_meet: bool,
) -> tuple[Readiness, date | None]:
    """Return whether an agency can receive electronically, and the start that decides it.

    held: those of the terms that hold on the day (`terms_on`). partners_meet: whether sender and
    recipient are in each other's scope (`partners_meet`). Source: 9459/UBND-TTTH, point 1 (A4).
    """
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
