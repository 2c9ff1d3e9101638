"""Reorganisations, and where the code of a closed agency leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lienthong.directory.errors import ReorganisationUnknown
from lienthong.directory.models import Agency, Reorganisation, Succession
from lienthong.directory.queries.agencies import agencies, cards, living
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.types import AgencyCard, ReorganisationState
from lienthong.kernel.sorting import name_key


@dataclass(frozen=True, slots=True)
class ReorganisationCard:
    """A reorganisation as it is shown.

    moved: counts and lines, once it is done. proposer_id: the person who proposed it, None: a
    command on the server. answered_by, note: who agreed or did not, and why not.
    """

    id: UUID
    happens_on: date
    source: str
    plan: ReorganisationPlan
    state: ReorganisationState
    moved: Mapping[str, Any]
    problem: str
    proposed_by: str
    proposer_id: UUID | None
    proposed_at: datetime
    answered_by: str
    answered_at: datetime | None
    note: str
    done_at: datetime | None
    record_id: UUID | None


def reorganisation(reorganisation_id: UUID) -> ReorganisationCard:
    """Return one. Raises ReorganisationUnknown. One statement."""
    row = Reorganisation.objects.filter(pk=reorganisation_id).first()
    if row is None:
        raise ReorganisationUnknown
    return _card(row)


def reorganisations(*, limit: int = 50) -> list[ReorganisationCard]:
    """Return the latest by day of effect. One statement."""
    return [_card(row) for row in Reorganisation.objects.order_by("-happens_on", "-id")[:limit]]


def reorganisations_to_answer(*, limit: int = 20) -> list[ReorganisationCard]:
    """Return what waits for a second person, the oldest first. One statement."""
    rows = Reorganisation.objects.filter(state=ReorganisationState.PROPOSED)
    return [_card(row) for row in rows.order_by("proposed_at", "id")[:limit]]


def reorganisations_answered(*, limit: int = 10) -> list[ReorganisationCard]:
    """Return what a second person answered lately, the latest first. One statement."""
    rows = Reorganisation.objects.filter(answered_at__isnull=False)
    return [_card(row) for row in rows.order_by("-answered_at", "-id")[:limit]]


def heirs(agency_ids: Iterable[UUID], *, on: date) -> dict[UUID, AgencyCard]:
    """Return for each agency who gets on a day what is sent to it: itself while it exists.

    Follows heirs through any number of reforms; an agency that ended without one is absent.
    Three statements.
    """
    wanted = set(agency_ids)
    told = Succession.objects.filter(is_heir=True, happened_on__lte=on)
    after = dict(told.values_list("predecessor_id", "successor_id"))
    ends = {start: _end(start, after) for start in wanted}
    there = Agency.objects.filter(living(on), pk__in=set(ends.values()))
    known = {card.id: card for card in cards(there)}
    return {start: known[end] for start, end in ends.items() if end in known}


def inherited_from(agency_id: UUID) -> list[AgencyCard]:
    """Return the agencies whose heir an agency is, through all reforms, by name. Two statements."""
    _itself, *before = with_inherited(agency_id)
    return sorted(agencies(before).values(), key=lambda card: name_key(card.name))


def with_inherited(agency_id: UUID) -> list[UUID]:
    """Return an agency and those whose heir it is, through all reforms: in whose name it acts.

    One statement. Successions are written on the day on which they happen, not before.
    """
    after = _heirs_told()
    return [agency_id, *(start for start in after if _end(start, after) == agency_id)]


def holders_of(agency_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return who acts today for each agency: itself, or its heir through all reforms.

    One statement.
    """
    after = _heirs_told()
    return {agency_id: _end(agency_id, after) for agency_id in agency_ids}


def holder_of(agency_id: UUID) -> UUID:
    """Return who acts today for an agency: itself, or its heir. One statement."""
    return holders_of([agency_id])[agency_id]


def _heirs_told() -> dict[UUID, UUID]:
    told = Succession.objects.filter(is_heir=True).order_by("predecessor__name_folded", "pk")
    return dict(told.values_list("predecessor_id", "successor_id"))


def _end(start: UUID, after: Mapping[UUID, UUID]) -> UUID:
    seen, here = {start}, start
    while here in after and after[here] not in seen:
        here = after[here]
        seen.add(here)
    return here


def _card(row: Reorganisation) -> ReorganisationCard:
    return ReorganisationCard(
        id=row.pk,
        happens_on=row.happens_on,
        source=row.source,
        plan=ReorganisationPlan.read(row.plan),
        state=ReorganisationState(row.state),
        moved=row.moved or {"counts": [], "lines": []},
        problem=row.problem,
        proposed_by=row.proposed_by,
        proposer_id=row.proposer_id,
        proposed_at=row.proposed_at,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
        note=row.note,
        done_at=row.done_at,
        record_id=row.record_id,
    )
