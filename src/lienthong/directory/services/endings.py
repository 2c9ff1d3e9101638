"""Posts that ended: walked for backups, and ended again after a restore."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import transaction

from lienthong.directory.models import Post
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act

PAGE = 200  # posts in one transaction
_AGAIN = _("Khôi phục từ bản sao lưu: đã kết thúc trước đó")


def ended_lines() -> Iterator[dict[str, Any]]:
    """Walk the posts that have a last day, as values for JSON."""
    for post in Post.objects.filter(valid_to__isnull=False).iterator():
        yield {"id": str(post.pk), "to": str(post.valid_to)}


def end_again(lines: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """End posts that an older copy of the tables has brought back; return how many.

    Rights follow from posts, so they end with them. One record for each.
    """
    count, rest = 0, iter(lines)
    while batch := list(islice(rest, PAGE)):
        ends = {line["id"]: date.fromisoformat(line["to"]) for line in batch}
        with transaction.atomic():
            # A post that would have to end before it began had its days changed since.
            open_ones = Post.objects.select_for_update().filter(pk__in=ends)
            later = [row for row in open_ones if _goes_on(row, ends[str(row.pk)])]
            for row in later:
                row.valid_to = ends[str(row.pk)]
                _record(row, now)
            Post.objects.bulk_update(later, ["valid_to"], batch_size=PAGE)
        count += len(later)
    return count


def _goes_on(row: Post, last_day: date) -> bool:
    return row.valid_from <= last_day and (row.valid_to is None or row.valid_to > last_day)


def _record(row: Post, now: datetime) -> None:
    act = Act(
        name="access.post-ended",
        subjects={"post": str(row.pk), "agency": str(row.agency_id)},
        dimensions={"role": row.role},
        private={
            "last-day": str(row.valid_to),
            "reason": _AGAIN,
        },
    )
    ledger.record(act, actor=Actor.installation(), at=now)
