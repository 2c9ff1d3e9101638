"""Stage: content lies in the store, durably, before the transaction that keeps it begins."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction

from lienthong.blobs import files, places, rules
from lienthong.blobs.models import Blob
from lienthong.blobs.services.hold_content import give_custody
from lienthong.blobs.services.store_content import (
    names_file,
    prepared,
    save_seals,
    write_blobs,
)
from lienthong.blobs.types import Prepared

# Beyond every clock: the name is this block's alone, nobody else can have touched the file.
_EVER = timedelta(days=36_500)


@contextmanager
def staged(content: files.Content | bytes, *, now: datetime) -> Iterator[Prepared]:
    """Bring content into the store ahead of its rows, so that their transaction waits for no disk.

    Inside the block `store_staged` keeps it, and the transaction of that has to end there; what
    was not kept is gone at its end. What a killed process leaves is a stray for the next sweep.
    """
    with prepared(content, now=now) as ready, brought_ahead([ready], now=now):
        yield ready


@contextmanager
def brought_ahead(contents: Iterable[Prepared], *, now: datetime) -> Iterator[None]:
    """Do as `staged` does with contents that are prepared already."""
    brought: list[Prepared] = []
    try:
        for ready in contents:
            brought.append(ready)
            places.content_store().take(ready.path, _name(ready), now=now)
        yield
    finally:
        for ready in brought:
            _remove_unless_kept(ready)


def store_staged(
    contents: Collection[Prepared], *, agency_ids: Collection[UUID] = (), now: datetime
) -> None:
    """Keep what was brought ahead, and give each agency its hold of it: rows alone.

    A fixed number of statements for contents that are new here. Without agencies it is for the act
    to say, in the same transaction, who holds them.
    """
    # By their digests, as everybody does: two that bring the same files never wait for each other.
    ordered = sorted(contents, key=lambda one: one.card.digest)
    # No point to come back to of its own: who calls it in a transaction gives that up with it.
    with transaction.atomic(savepoint=False):
        own = _kept_now(ordered, now=now)
        save_seals([one.seal for one in own])
        if agency_ids:
            digests = [one.card.digest for one in ordered]
            give_custody(digests, agency_ids, now=now, stored=digests)
        for one in own:
            transaction.on_commit(one.fate.keep)


def _kept_now(contents: Collection[Prepared], *, now: datetime) -> Collection[Prepared]:
    """Write the rows of contents; return those whose file is the one that is kept."""
    files_ = [(one.card, one.seal.file_id) for one in contents]
    if write_blobs(files_, now=now) == len(contents):
        return contents
    return [one for one in contents if names_file(one.card.digest, one.seal.file_id, now=now)]


def _remove_unless_kept(ready: Prepared) -> None:
    if ready.fate.is_kept:
        return
    # Where the database does not say, the file stays: it may be kept, else a sweep finds it.
    with suppress(DatabaseError):
        if not Blob.objects.filter(pk=ready.card.digest, file_id=ready.seal.file_id).exists():
            untouched_since = ready.seal.made_at + _EVER
            places.content_store().remove(_name(ready), untouched_since=untouched_since)


def _name(ready: Prepared) -> str:
    return rules.stored_name(ready.card.digest, ready.seal.file_id)
