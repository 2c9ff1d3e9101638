"""Records: their places, and what they are about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lienthong.ledger import types
from lienthong.ledger.models import Placement, Record, Waiting


def places(record_ids: Collection[UUID]) -> dict[UUID, int | None]:
    """Return the ledger number (index from 0) of each record, None while it waits. One statement.

    Ask for one page of records at a time.
    """
    rows = Placement.objects.filter(record_id__in=record_ids).values_list("record_id", "index")
    found = dict(rows)
    return {record_id: found.get(record_id) for record_id in record_ids}


def overdue(*, recorded_before: datetime, limit: int = 200) -> list[types.RecordLine]:
    """Return records without a place whose act was before a time, oldest first. One statement."""
    rows = (
        Waiting.objects.filter(recorded_at__lt=recorded_before)
        .order_by("recorded_at", "record_id")
        .values_list("record_id", "record__act", "recorded_at")[:limit]
    )
    return [types.RecordLine(*row, place=None) for row in rows]


def records_of_subject(subject: UUID, *, limit: int = 200) -> list[types.RecordLine]:
    """Return what the ledger has about one thing, oldest first. One statement."""
    rows = (
        Record.objects.filter(subjects__subject=subject)
        .order_by("recorded_at", "id")
        .values_list("id", "act", "recorded_at", "placement__epoch_id", "placement__index")
        .distinct()[:limit]
    )
    return [
        types.RecordLine(record_id, act, at, None if index is None else types.Place(epoch, index))
        for record_id, act, at, epoch, index in rows
    ]
