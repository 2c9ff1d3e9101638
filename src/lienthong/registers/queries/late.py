"""Work that is late: within one agency line by line, over the province as figures alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from lienthong.exchange import queries as exchange
from lienthong.exchange.types import UrgedAbout
from lienthong.kernel.clock import local_day
from lienthong.registers.models import IncomingDocument
from lienthong.registers.queries.incoming import row_of
from lienthong.registers.types import IncomingRow, WorkState

_UNFINISHED = (WorkState.AWAITING_INSTRUCTION, WorkState.ASSIGNED, WorkState.IN_WORK)
_AT_WORK = (WorkState.ASSIGNED, WorkState.IN_WORK)
# Lines that one urging of an agency is about at most.
_MOST = 200


@dataclass(frozen=True, slots=True)
class LateWork:
    """An agency with work that is late; since: the day of the limit that passed first."""

    agency_id: UUID
    count: int
    since: date


@dataclass(frozen=True, slots=True)
class LateRow:
    """A line of the list that is late; is_urged: whoever has it in hand was reminded today."""

    row: IncomingRow
    is_urged: bool


def late_work(agency_id: UUID, *, today: date, limit: int) -> list[LateRow]:
    """Return what others have in hand and is late, the longest late first.

    For who sees the whole agency. One statement a state, along the index of agency, state, day,
    and one for who was urged today.
    """
    pages = [
        rows.select_related("entry").order_by("due_on", "entry_id")[:limit]
        for rows in _late_of(agency_id, _AT_WORK, today)
    ]
    found = list(islice(merge(*pages, key=_place), limit))
    urged = _urged([row.entry.delivery_id for row in found], today)
    return [LateRow(row_of(row), row.entry.delivery_id in urged) for row in found]


def late_deliveries(agency_id: UUID, *, today: date) -> list[UUID]:
    """Return by which deliveries the latest work of an agency came, 200 at most.

    One statement a state.
    """
    pages = [
        rows.select_related("entry").order_by("due_on", "entry_id")[:_MOST]
        for rows in _late_of(agency_id, _UNFINISHED, today)
    ]
    merged = islice(merge(*pages, key=_place), _MOST)
    return [row.entry.delivery_id for row in merged if row.entry.delivery_id]


def agencies_with_late_work(
    *, today: date, agencies: Collection[UUID], limit: int = 50
) -> list[LateWork]:
    """Return who has work that is late (A10), the longest late first; no content.

    One statement, read from the index of agency, state and day alone.
    """
    rows = IncomingDocument.objects.filter(
        agency_id__in=agencies, state__in=_UNFINISHED, due_on__lt=today
    )
    found = (
        rows.values_list("agency_id")
        .annotate(count=Count("due_on"), since=Min("due_on"))
        .order_by("since", "agency_id")
    )
    return [LateWork(*row) for row in found[:limit]]


def _urged(delivery_ids: Collection[UUID | None], today: date) -> set[UUID]:
    known = [one for one in delivery_ids if one]
    return {
        line.delivery_id
        for line in (exchange.urgings(known, inside=True) if known else ())
        if line.about == UrgedAbout.OFFICER and local_day(line.urged_at) == today
    }


def _late_of(
    agency_id: UUID, states: Collection[WorkState], today: date
) -> "list[QuerySet[IncomingDocument]]":
    return [
        IncomingDocument.objects.filter(agency_id=agency_id, state=state, due_on__lt=today)
        for state in states
    ]


def _place(row: IncomingDocument) -> tuple[date, UUID]:
    return (row.due_on or date.max, row.pk)
