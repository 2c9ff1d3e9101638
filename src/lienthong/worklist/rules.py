"""Which group of the home page a line stands in, and where a page goes on."""

from datetime import UTC, datetime
from uuid import UUID

from lienthong.kernel.clock import end_of_day, local_day
from lienthong.worklist.errors import PageUnknown
from lienthong.worklist.types import WorkGroup

# Where lines without a deadline stand: after all that have one.
NO_DEADLINE = datetime(9000, 1, 1, tzinfo=UTC)
ORDER = tuple(WorkGroup)


def group_of(
    *, waits_for_others: bool, is_urgent: bool, due_at: datetime | None, now: datetime
) -> WorkGroup:
    """Return the group of a waiting line; "today" ends at midnight in Vietnam."""
    if waits_for_others:
        return WorkGroup.OTHERS
    if is_urgent or (due_at is not None and due_at < now):
        return WorkGroup.URGENT
    if due_at is None:
        return WorkGroup.OPEN
    return WorkGroup.TODAY if due_at <= end_of_day(local_day(now)) else WorkGroup.SOON


def page_mark(group: WorkGroup, due_at: datetime | None, item_id: UUID) -> str:
    """Return the mark after which the next page starts."""
    return f"{group}~{(due_at or NO_DEADLINE).isoformat()}~{item_id}"


def read_page_mark(mark: str) -> tuple[WorkGroup, datetime, UUID]:
    """Return group, deadline and id of the last line seen. Raises PageUnknown."""
    try:
        group, due_at, item_id = mark.split("~")
        due = datetime.fromisoformat(due_at)
        if due.tzinfo is None:
            raise ValueError(due_at)
        return WorkGroup(group), due.astimezone(UTC), UUID(item_id)
    except (ValueError, OverflowError):
        raise PageUnknown from None
