"""Agencies end, and others take over."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from lienthong.directory import queries, rules
from lienthong.directory.errors import AgencyClosed, OwnerMissing, SuccessorMissing
from lienthong.directory.models import Agency, Succession
from lienthong.directory.services.fields import a_line, an_agency, note_change
from lienthong.directory.types import SuccessionKind


def succeed(
    *,
    predecessor_id: UUID,
    successor_ids: Collection[UUID],
    kind: SuccessionKind,
    on: date,
    source: str = "",
    heir_id: UUID | None = None,
) -> None:
    """Close an agency and say who took over; its codes keep pointing to it and so to them.

    on: the first day of the new order; the predecessor's last day is the one before.
    heir_id: of several successors the one that gets what is sent to the old code; the one of a
    merger is it. Only the directory changes: `reorganise` hands on what is open as well.
    The same act again changes nothing. The agencies under the predecessor go to the heir.
    Raises AgencyClosed, DatesOutOfOrder, OwnerMissing, SuccessorMissing, UnknownAgency.
    """
    last_day = on - timedelta(days=1)
    with transaction.atomic():
        before = an_agency(predecessor_id)
        if _told_already(before, successor_ids, on):
            return
        rules.check_order(before.valid_from, last_day)
        _require_open(before, last_day)
        after = _living(before, successor_ids, kind=kind, on=on)
        heir = _heir(before, after, heir_id)
        before.valid_to = last_day
        before.save(update_fields=["valid_to"])
        decision = a_line(Succession, "source", source)
        Succession.objects.bulk_create(
            Succession(
                predecessor=before,
                successor=row,
                kind=kind,
                happened_on=on,
                source=decision,
                is_heir=row.pk == heir.pk,
            )
            for row in after
        )
        _hand_on_children(before, after, heir)
        note_change(_led_to(before.pk))


def _led_to(agency_id: UUID) -> set[UUID]:
    """The agency and all before it, whose successors are others from now on. One statement."""
    pairs = list(Succession.objects.values_list("predecessor_id", "successor_id"))
    found, size = {agency_id}, 0
    while len(found) > size:
        size = len(found)
        found |= {start for start, end in pairs if end in found}
    return found


def _require_open(before: Agency, last_day: date) -> None:
    """An agency ends once; a last day that was known in advance must be this one."""
    told = before.successions.exists() or before.valid_to != last_day
    if before.valid_to is not None and told:
        raise AgencyClosed(agency=before.name, closed_on=f"{before.valid_to:%d/%m/%Y}")


def _hand_on_children(before: Agency, after: list[Agency], heir: Agency) -> None:
    """Who took over stands where the old one stood; all others below it go under the heir."""
    inner = queries.below(before.pk, among=[row.pk for row in after])
    Agency.objects.filter(pk__in=inner).update(parent=before.parent_id, changed_at=Now())
    Agency.objects.filter(parent=before).update(parent=heir, changed_at=Now())


def _heir(before: Agency, after: list[Agency], heir_id: UUID | None) -> Agency:
    if len(after) == 1:
        return after[0]
    for row in after:
        if row.pk == heir_id:
            return row
    raise OwnerMissing(agency=before.name)


def _told_already(before: Agency, successor_ids: Collection[UUID], on: date) -> bool:
    told = before.successions.values_list("successor_id", "happened_on")
    return set(told) == {(successor_id, on) for successor_id in successor_ids} != set()


def _living(
    before: Agency, successor_ids: Collection[UUID], *, kind: SuccessionKind, on: date
) -> list[Agency]:
    """The successors as the kind wants them: one of a merger, several of a split, all living."""
    wanted = set(successor_ids)
    enough = len(wanted) == 1 if kind == SuccessionKind.MERGED else len(wanted) > 1
    if not enough or before.pk in wanted:
        raise SuccessorMissing(agency=before.name)
    return [an_agency(successor_id, on=on) for successor_id in sorted(wanted)]
