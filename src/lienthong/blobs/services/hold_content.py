"""Hold: which agency has which content, from when to when."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from lienthong.blobs.errors import ContentDestroyed, ContentNotFound
from lienthong.blobs.models import Blob, Custody

# Rows in one INSERT; SQLite takes fewer.
BATCH = 1_000


def give_custody(digests: Iterable[str], agency_ids: Iterable[UUID], *, now: datetime) -> None:
    """Let every agency hold every content from now on; a hold that is there stays as it is.

    Must run in a transaction, until whose end nobody destroys them. Two statements on PostgreSQL.
    Raises ContentNotFound or ContentDestroyed when a content is not kept here.
    """
    wanted, holders = sorted(set(digests)), sorted(set(agency_ids))
    rows = [Custody(blob_id=d, agency_id=a, since=now) for d in wanted for a in holders]
    _lock_living(wanted)
    Custody.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def _lock_living(digests: list[str]) -> None:
    """Keep a destruction away until the caller commits; in one order, so that nobody deadlocks."""
    rows = Blob.objects.select_for_update(no_key=True).filter(pk__in=digests).order_by("pk")
    found = dict(rows.values_list("digest", "destroyed_at"))
    if len(found) < len(digests):
        raise ContentNotFound
    if any(found.values()):
        raise ContentDestroyed


def end_custody(
    digests: Iterable[str],
    agency_ids: Collection[UUID] | None = None,
    *,
    reason: str,
    now: datetime,
) -> int:
    """End the holds of these agencies (None: of all that hold it); return how many ended.

    reason: a code, kept with the hold, such as "recalled" or "secret". The bytes go when nobody
    holds them any more and `destroy_unheld` runs.
    """
    held = Custody.objects.filter(blob__in=set(digests), ended_at__isnull=True)
    if agency_ids is not None:
        held = held.filter(agency_id__in=agency_ids)
    return held.update(ended_at=now, end_reason=reason)
