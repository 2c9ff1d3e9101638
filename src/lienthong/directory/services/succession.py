"""Agencies end, and others take over."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from lienthong.directory import rules
from lienthong.directory.errors import AgencyClosed, SuccessorMissing
from lienthong.directory.models import Agency, Succession
from lienthong.directory.services.fields import a_line, an_agency
from lienthong.directory.types import SuccessionKind


def succeed(
    *,
    predecessor_id: UUID,
    successor_ids: Collection[UUID],
    kind: SuccessionKind,
    on: date,
    source: str = "",
) -> None:
    """Close an agency and say who took over; its codes keep pointing to it and so to them.

    on: the first day of the new order; the predecessor's last day is the one before.
    The same act again changes nothing. The agencies under the predecessor go to the successor of a
    merger; after a split they are to be moved one by one.
    Raises AgencyClosed, DatesOutOfOrder, SuccessorMissing, UnknownAgency.
    """
    last_day = on - timedelta(days=1)
    with transaction.atomic():
        before = an_agency(predecessor_id)
        if _told_already(before, successor_ids, on):
            return
        rules.check_order(before.valid_from, last_day)
        if before.valid_to is not None and before.valid_to != last_day:
            raise AgencyClosed(agency=before.name, closed_on=f"{before.valid_to:%d/%m/%Y}")
        after = _living(before, successor_ids, kind=kind, on=on)
        before.valid_to = last_day
        before.save(update_fields=["valid_to"])
        decision = a_line(Succession, "source", source)
        Succession.objects.bulk_create(
            Succession(
                predecessor=before, successor=row, kind=kind, happened_on=on, source=decision
            )
            for row in after
        )
        if kind == SuccessionKind.MERGED:
            Agency.objects.filter(parent=before).update(parent=after[0])


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
