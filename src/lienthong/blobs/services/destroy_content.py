"""Destroy: bytes that nobody holds, and files that no row knows."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from lienthong.blobs import places
from lienthong.blobs.models import Blob, Custody, Upload
from lienthong.blobs.rules import STRAY_AFTER
from lienthong.blobs.types import Swept, UploadState

BATCH = 500  # rows in one transaction; contents asked about in one statement

T = TypeVar("T")


def destroy_unheld(*, now: datetime) -> int:
    """Destroy all content whose last hold has ended; return how many went.

    The rows say so first, then the bytes go. A crash between leaves strays for the next sweep.
    """
    total = 0
    while digests := _mark_destroyed(now=now):
        for digest in digests:
            places.content_store().remove(digest, untouched_since=now)
        total += len(digests)
    return total


def _mark_destroyed(*, now: datetime) -> list[str]:
    """Mark some unheld content; who gives a hold locks the same rows, so nobody gets a dead one."""
    with transaction.atomic():
        holds = Custody.objects.filter(blob=OuterRef("pk"), ended_at__isnull=True)
        living = Blob.objects.filter(destroyed_at__isnull=True, stored_at__lt=now)
        unheld = living.filter(~Exists(holds)).order_by("pk")
        locked = unheld.select_for_update(skip_locked=True, of=("self",))
        ids = list(locked.values_list("pk", flat=True)[:BATCH])
        # Asked again under the locks: a hold may have been committed while we waited for them.
        held = Custody.objects.filter(blob__in=ids, ended_at__isnull=True)
        doomed = sorted(set(ids) - set(held.values_list("blob", flat=True)))
        Blob.objects.filter(pk__in=doomed).update(destroyed_at=now)
    return doomed


def sweep_strays(*, now: datetime) -> Swept:
    """Remove files that no living row knows and that are older than a day.

    They come from transactions that were rolled back, or from processes that died on the way.
    """
    before = now - STRAY_AFTER
    return Swept(_sweep_contents(before=before), _sweep_uploads(before=before))


def _sweep_contents(*, before: datetime) -> int:
    store, removed = places.content_store(), 0
    for digests in _batches(store.untouched(since=before)):
        living = Blob.objects.filter(pk__in=digests, destroyed_at__isnull=True)
        for digest in set(digests) - set(living.values_list("pk", flat=True)):
            removed += store.remove(digest, untouched_since=before)
    return removed


def _sweep_uploads(*, before: datetime) -> int:
    removed = _unlink_all(_older(places.workshop(), before))
    for paths in _batches(_older(places.quarantine(), before)):
        ids = [upload_id for path in paths if (upload_id := _id_of(path))]
        rows = Upload.objects.filter(pk__in=ids, state=UploadState.WAITING)
        waiting = set(rows.values_list("pk", flat=True))
        removed += _unlink_all(path for path in paths if _id_of(path) not in waiting)
    return removed


def _older(folder: Path, before: datetime) -> Iterator[Path]:
    """Walk the files of a folder that were written before a time and are still there."""
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                yield path


def _id_of(path: Path) -> UUID | None:
    try:
        return UUID(hex=path.name)
    except ValueError:
        return None


def _unlink_all(paths: Iterable[Path]) -> int:
    count = 0
    for path in paths:
        path.unlink(missing_ok=True)
        count += 1
    return count


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, BATCH)):
        yield batch
