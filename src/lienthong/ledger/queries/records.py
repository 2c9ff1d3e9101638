"""Records: their places, and what they are about."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lienthong.ledger import types
from lienthong.ledger.models import Epoch, Placement, Record, Waiting


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


def recorded_within() -> tuple[datetime, datetime] | None:
    """Return when the first act was recorded and when the latest; None for an empty ledger.

    The latest by the records' ids, which grow with time within a process. Two statements.
    """
    begun = Epoch.objects.order_by("number").values_list("opened_at", flat=True).first()
    latest = Record.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
    return None if begun is None or latest is None else (begun, latest)


def went_back_after(record_id: UUID, *, at: datetime) -> bool:
    """Say whether acts that stand behind a record in the ledger were recorded before a moment.

    That is what a clock leaves that was ahead and was put right. Two statements.
    """
    place = Placement.objects.filter(record_id=record_id).values("epoch_id", "index").first()
    if place is None:
        return False
    behind = Placement.objects.filter(epoch_id=place["epoch_id"], index__gt=place["index"])
    return behind.filter(record__recorded_at__lt=at).exists()
