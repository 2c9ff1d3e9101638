"""Stage: content lies in the store, durably, before the transaction that keeps it begins."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction

from lienthong.blobs import files, places, rules
from lienthong.blobs.models import Blob
from lienthong.blobs.services.hold_content import give_custody
from lienthong.blobs.services.store_content import keep, prepared, save_seal
from lienthong.blobs.types import BlobCard, Prepared

# Beyond every clock: the name is this block's alone, nobody else can have touched the file.
_EVER = timedelta(days=36_500)


@contextmanager
def staged(content: files.Content | bytes, *, now: datetime) -> Iterator[Prepared]:
    """Bring content into the store ahead of its rows, so that their transaction waits for no disk.

    Inside the block `store_staged` keeps it, and the transaction of that has to end there; what
    was not kept is gone at its end. What a killed process leaves is a stray for the next sweep.
    """
    with prepared(content, now=now) as ready:
        name = rules.stored_name(ready.card.digest, ready.seal.file_id)
        try:
            places.content_store().take(ready.path, name, now=now)
            yield ready
        finally:
            _remove_unless_kept(ready, name)


def store_staged(ready: Prepared, *, agency_ids: Iterable[UUID], now: datetime) -> BlobCard:
    """Keep what `staged` brought and give each agency its hold of it: rows alone."""
    with transaction.atomic():
        if keep(None, ready.card, ready.seal.file_id, now=now):
            save_seal(ready.seal)
        give_custody([ready.card.digest], agency_ids, now=now)
    return ready.card


def _remove_unless_kept(ready: Prepared, name: str) -> None:
    # Where the database does not say, the file stays: it may be kept, else a sweep finds it.
    with suppress(DatabaseError):
        if not Blob.objects.filter(pk=ready.card.digest, file_id=ready.seal.file_id).exists():
            untouched_since = ready.seal.made_at + _EVER
            places.content_store().remove(name, untouched_since=untouched_since)
