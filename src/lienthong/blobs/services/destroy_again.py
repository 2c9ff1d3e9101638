"""Destroy again: what was destroyed does not come back with an older copy of the tables."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from lienthong.blobs import places
from lienthong.blobs.models import Blob, Seal
from lienthong.blobs.services.hold_content import end_custody

PAGE = 500  # contents in one transaction
_REASON = "destroyed before a restore"


def destroyed_lines() -> Iterator[dict[str, Any]]:
    """Walk the contents that are destroyed, as values for JSON: which and when."""
    rows, after = Blob.objects.filter(destroyed_at__isnull=False).order_by("digest"), ""
    while page := list(rows.filter(digest__gt=after)[:PAGE]):
        for row in page:
            yield {"digest": row.digest, "at": f"{row.destroyed_at:%Y-%m-%dT%H:%M:%S.%f%z}"}
        after = page[-1].digest


def destroy_again(lines: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """Destroy what lives again since older tables were restored; return how many contents.

    lines: of `destroyed_lines`. Their keys are not there any more, for `take_seals` had only those
    of what lives; whatever agency seems to hold them holds nothing.
    """
    count, rest = 0, iter(lines)
    while batch := list(islice(rest, PAGE)):
        names = _mark({line["digest"]: datetime.fromisoformat(line["at"]) for line in batch})
        for name in names:
            # Put back at this very moment, by the restore that calls.
            places.content_store().remove(name, untouched_since=now + timedelta(seconds=1))
        count += len(names)
    return count


def _mark(ends: dict[str, datetime]) -> list[str]:
    with transaction.atomic():
        living = Blob.objects.select_for_update().filter(pk__in=ends, destroyed_at__isnull=True)
        found = list(living)
        names = [row.file_name for row in found]
        Seal.objects.filter(pk__in=[row.file_id for row in found if row.file_id]).delete()
        for row in found:
            row.destroyed_at, row.file_id = ends[row.digest], None
        Blob.objects.bulk_update(found, ["destroyed_at", "file_id"], batch_size=100)
        for row in found:
            end_custody([row.pk], reason=_REASON, now=ends[row.pk])
    return names
