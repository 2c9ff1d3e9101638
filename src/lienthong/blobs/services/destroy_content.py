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

from lienthong.blobs import places, rules
from lienthong.blobs.models import Blob, Custody, Holders, Seal, Upload
from lienthong.blobs.rules import STRAY_AFTER
from lienthong.blobs.types import Swept, UploadState

BATCH = 500  # rows in one transaction; contents asked about in one statement

T = TypeVar("T")


def destroy_unheld(*, now: datetime) -> int:
    """Destroy all content whose last hold has ended; return how many went.

    The rows say so first, then the bytes go. A crash between leaves strays for the next sweep.
    """
    total = 0
    while names := _mark_destroyed(now=now):
        for name in names:
            places.content_store().remove(name, untouched_since=now)
        total += len(names)
    return total


def _mark_destroyed(*, now: datetime) -> list[str]:
    """Mark some unheld content, destroy its keys, and return the names of its files.

    Who gives a hold locks the same rows, so nobody gets a dead one.
    """
    with transaction.atomic():
        holds = Custody.objects.filter(blob=OuterRef("pk"), ended_at__isnull=True)
        living = Blob.objects.filter(destroyed_at__isnull=True, stored_at__lt=now)
        lists = Holders.objects.filter(blob=OuterRef("pk"))
        unheld = living.filter(~Exists(holds), ~Exists(lists)).order_by("pk")
        locked = unheld.select_for_update(skip_locked=True, of=("self",))
        found = dict(locked.values_list("pk", "file_id")[:BATCH])
        # Asked again under the locks: a hold may have been committed while we waited for them.
        held = Custody.objects.filter(blob__in=found, ended_at__isnull=True)
        listed = Holders.objects.filter(blob__in=found)
        kept = {*held.values_list("blob", flat=True), *listed.values_list("blob", flat=True)}
        doomed = sorted(set(found) - kept)
        Blob.objects.filter(pk__in=doomed).update(destroyed_at=now, file_id=None)
        Seal.objects.filter(pk__in=[found[digest] for digest in doomed]).delete()
    return [rules.stored_name(digest, found[digest]) for digest in doomed]


def sweep_strays(*, now: datetime) -> Swept:
    """Remove files that no living row knows and that are older than a day, and such keys.

    They come from transactions that were rolled back, from processes that died on the way, and
    from two who brought the same content at one moment.
    """
    before = now - STRAY_AFTER
    return Swept(_sweep_contents(before=before), _sweep_uploads(before=before))


def _sweep_contents(*, before: datetime) -> int:
    store, removed = places.content_store(), 0
    for names in _batches(store.untouched(since=before)):
        digests = {name.partition("-")[0] for name in names}
        living = Blob.objects.filter(pk__in=digests, destroyed_at__isnull=True)
        known = {rules.stored_name(*row) for row in living.values_list("pk", "file_id")}
        gone = [n for n in set(names) - known if store.remove(n, untouched_since=before)]
        _drop_seals(_id_of(name.partition("-")[2]) for name in gone)
        removed += len(gone)
    return removed


def _sweep_uploads(*, before: datetime) -> int:
    removed = _unlink_all(_older(places.workshop(), before))
    for paths in _batches(_older(places.quarantine(), before)):
        ids = [upload_id for path in paths if (upload_id := _id_of(path.name))]
        rows = Upload.objects.filter(pk__in=ids, state=UploadState.WAITING)
        waiting = set(rows.values_list("pk", flat=True))
        removed += _unlink_all(path for path in paths if _id_of(path.name) not in waiting)
        _drop_seals(ids)
    return removed


def _drop_seals(file_ids: Iterable[UUID | None]) -> None:
    """Delete the keys of files that are neither kept nor in quarantine.

    Quarantine is asked first: what leaves it meanwhile is among the blobs by then.
    """
    ids = {each for each in file_ids if each is not None}
    waiting = Upload.objects.filter(pk__in=ids, state=UploadState.WAITING)
    ids -= set(waiting.values_list("pk", flat=True))
    seals = dict(Seal.objects.filter(pk__in=ids).values_list("pk", "digest"))
    kept = Blob.objects.filter(pk__in=set(seals.values()))
    Seal.objects.filter(pk__in=seals.keys() - set(kept.values_list("file_id", flat=True))).delete()


def _older(folder: Path, before: datetime) -> Iterator[Path]:
    """Walk the files of a folder that were written before a time and are still there."""
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                yield path


def _id_of(name: str) -> UUID | None:
    try:
        return UUID(hex=name)
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
