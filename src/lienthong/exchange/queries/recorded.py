"""Rows that must each have a record in the ledger, for its audit."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Model, Q

from lienthong.exchange.models import ChangeRequest, Dispatch, StatusReport

PAGE = 1_000
Row = tuple[str, UUID]


def recorded_dispatches() -> Iterator[Row]:
    """Yield every dispatch with its record, one statement for 1,000."""
    return _rows(Dispatch, "dispatch")


def recorded_statuses() -> Iterator[Row]:
    """Yield every status report that has a record, with it, one statement for 1,000."""
    return _rows(StatusReport, "status")


def recorded_changes() -> Iterator[Row]:
    """Yield every request for a change with its record, one statement for 1,000."""
    return _rows(ChangeRequest, "change")


def _rows(table: type[Model], name: str) -> Iterator[Row]:
    after = Q()
    while True:
        rows = table._default_manager.filter(after, record_id__isnull=False).order_by("pk")
        page = list(rows.values_list("pk", "record_id")[:PAGE])
        for key, record_id in page:
            yield f"{name} {key}", record_id
        if len(page) < PAGE:
            return
        after = Q(pk__gt=page[-1][0])
