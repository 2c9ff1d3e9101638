"""Hold: which agency has which content, from when to when."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lienthong.blobs import rules
from lienthong.blobs.errors import ContentDestroyed, ContentNotFound
from lienthong.blobs.models import Blob, Custody, Holders
from lienthong.tables.places import places
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows

_HOLDERS = Rows(Holders, "blob_id")
_ENDED = Rows(Custody, "blob_id", "agency_id", "since")


def give_custody(
    digests: Iterable[str],
    agency_ids: Iterable[UUID],
    *,
    now: datetime,
    stored: Collection[str] = (),
) -> None:
    """Let every agency hold every content from now on, whether it held it before or not.

    Must run in a transaction, until whose end nobody destroys them. stored: contents that this
    transaction has kept (`store_staged`): nobody else can destroy them. Two statements at most.
    Raises ContentNotFound or ContentDestroyed when a content is not kept here.
    """
    wanted, holders = sorted(set(digests)), rules.listed(agency_ids)
    if unlocked := [one for one in wanted if one not in stored]:
        _lock_living(unlocked)
    if holders:
        _HOLDERS.insert(((digest,) for digest in wanted), agencies=holders, since=now)


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
    holds them any more and `destroy_unheld` runs. Three statements, and one for each list that
    somebody left: there are as many as the content was given out.
    """
    wanted = set(digests)
    held = Custody.objects.filter(blob__in=wanted, ended_at__isnull=True)
    if agency_ids is not None:
        held = held.filter(agency_id__in=agency_ids)
    left = _leave(wanted, None if agency_ids is None else set(agency_ids))
    _ENDED.insert(
        ((digest, agency_id, since) for (digest, agency_id), since in left.items()),
        ended_at=now,
        end_reason=reason,
    )
    return held.update(ended_at=now, end_reason=reason) + len(left)


def _leave(
    digests: Collection[str], agency_ids: Collection[UUID] | None
) -> dict[tuple[str, UUID], datetime]:
    """Take these agencies off the lists; return since when each had held which content."""
    left: dict[tuple[str, UUID], datetime] = {}
    with transaction.atomic():
        rows = Holders.objects.select_for_update().filter(blob__in=digests)
        for row in rows.order_by("-since", "-pk"):
            holders = rules.holders_in(row.agencies)
            leaving = holders if agency_ids is None else holders & set(agency_ids)
            left |= {(row.blob_id, one): row.since for one in leaving}
            if leaving == holders:
                row.delete()
            elif leaving:
                row.agencies = rules.listed(holders - leaving)
                row.save(update_fields=["agencies"])
    return left
