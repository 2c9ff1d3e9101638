"""Hold: which agency has which content, from when to when."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lienthong.blobs.errors import ContentDestroyed, ContentNotFound
from lienthong.blobs.models import Blob, Custody
from lienthong.tables.places import places
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows

_HOLDS = Rows(Custody, "blob_id", "agency_id", ignore_conflicts=True)


def give_custody(digests: Iterable[str], agency_ids: Iterable[UUID], *, now: datetime) -> None:
    """Let every agency hold every content from now on; a hold that is there stays as it is.

    Must run in a transaction, until whose end nobody destroys them. Two statements.
    Raises ContentNotFound or ContentDestroyed when a content is not kept here.
    """
    wanted, holders = sorted(set(digests)), sorted(set(agency_ids))
    _lock_living(wanted)
    _HOLDS.insert(((digest, holder) for digest in wanted for holder in holders), since=now)


@question
def _locked() -> "QuerySet[Blob, tuple[str, datetime | None]]":
    rows = Blob.objects.select_for_update(no_key=True).filter(pk__in=places("digests", str))
    return rows.order_by("pk").values_list("digest", "destroyed_at")


def _lock_living(digests: list[str]) -> None:
    """Keep a destruction away until the caller commits; in one order, so that nobody deadlocks."""
    found = dict(_locked.all(digests=digests))
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
