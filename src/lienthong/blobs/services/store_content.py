"""Store: content that the installation made itself is kept with the same durability."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lienthong.blobs import files, places, rules
from lienthong.blobs.master_keys import master_keys, require_at_hand
from lienthong.blobs.models import Blob, Seal
from lienthong.blobs.services.hold_content import give_custody
from lienthong.blobs.types import BlobCard, NewSeal, Prepared
from lienthong.kernel.ids import uuid7
from lienthong.tables.places import place
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows

_SEALS = Rows(Seal, *NewSeal.__slots__)
_BLOBS = Rows(Blob, "digest", "size", "media_type", "file_id", ignore_conflicts=True)


@question
def _of_digest() -> "QuerySet[Blob]":
    return Blob.objects.select_for_update().filter(pk=place("digest"))[:1]


def store(content: files.Content | bytes, *, agency_ids: Iterable[UUID], now: datetime) -> BlobCard:
    """Keep content made here (an issued PDF, a package) and give each agency its hold of it.

    The bytes are durable before the rows. Storing the same content again changes nothing. When
    the caller's transaction is rolled back the bytes are a stray that the next sweep removes.
    """
    with prepared(content, now=now) as ready:
        return store_prepared(ready, agency_ids=agency_ids, now=now)


@contextmanager
def prepared(content: files.Content | bytes, *, now: datetime) -> Iterator[Prepared]:
    """Write, encrypt and flush content outside of any transaction, to be stored in a short one.

    Inside the block `store_prepared` keeps it; what was not kept is gone at its end.
    """
    file_id = uuid7()
    path = places.workshop() / file_id.hex
    try:
        source = [content] if isinstance(content, bytes) else content
        written = files.write(source, path, now=now)
        media_type = rules.media_type_of(written.head, written.tail)
        card = BlobCard(written.digest, written.size, media_type)
        yield Prepared(card, path, sealed(written, file_id, now=now))
    finally:
        path.unlink(missing_ok=True)


def store_prepared(ready: Prepared, *, agency_ids: Iterable[UUID] = (), now: datetime) -> BlobCard:
    """Keep what `prepared` wrote and give each agency its hold; a link, a flush and some rows."""
    with transaction.atomic():
        if keep(ready.path, ready.card, ready.seal.file_id, now=now):
            save_seals([ready.seal])
        if agency_ids := set(agency_ids):
            give_custody([ready.card.digest], agency_ids, now=now)
    return ready.card


def sealed(written: files.Written, file_id: UUID, *, now: datetime) -> NewSeal:
    """Return the seal of a file that was written, not saved yet."""
    ring = master_keys()
    return NewSeal(
        file_id=file_id,
        digest=written.digest,
        master=ring.current,
        wrapped=ring.wrap(written.key, digest=written.digest),
        sealed_digest=written.sealed_digest,
        sealed_size=written.sealed_size,
        made_at=now,
    )


def save_seals(seals: Collection[NewSeal]) -> None:
    """Keep the wrapped keys of files; for the services of this package. One statement.

    Raises MasterKeyMissing when a master key was forgotten since its file was written.
    """
    _SEALS.insert([getattr(seal, name) for name in NewSeal.__slots__] for seal in seals)
    for master in {seal.master for seal in seals}:
        require_at_hand(master)


def keep(source: Path, card: BlobCard, file_id: UUID, *, now: datetime) -> bool:
    """Make sure that the content is in the store, then that its row is there and lives.

    For use inside a transaction, by the services of this package. Returns whether the file was
    taken: content that is there already is not written again; its row is locked, so that nobody
    destroys it meanwhile.
    """
    found = _of_digest.first(digest=card.digest)
    if found is not None and found.destroyed_at is None:
        return False
    places.content_store().take(source, rules.stored_name(card.digest, file_id), now=now)
    # Another transaction may bring the same content at this moment: one row stays, and names its
    # own file. The other's file and seal are strays.
    write_blobs([(card, file_id)], now=now)
    if found is not None:
        _revive(card.digest, file_id, now=now)
    return True


def write_blobs(files: Collection[tuple[BlobCard, UUID]], *, now: datetime) -> int:
    """Write the rows of contents whose files are in the store; return of how many there was none.

    Inside a transaction, for the services of this package. One statement.
    """
    return _BLOBS.insert(
        ((card.digest, card.size, card.media_type, file_id) for card, file_id in files),
        stored_at=now,
    )


def names_file(digest: str, file_id: UUID, *, now: datetime) -> bool:
    """Return whether the row of a content names this file; of destroyed content it does from now.

    Inside a transaction: the row is locked, so that nobody destroys the content meanwhile.
    """
    found = _of_digest.first(digest=digest)
    if found is not None and found.destroyed_at is not None:
        _revive(digest, file_id, now=now)
        return True
    return found is not None and found.file_id == file_id


def _revive(digest: str, file_id: UUID, *, now: datetime) -> None:
    rows = Blob.objects.filter(pk=digest)
    rows.update(destroyed_at=None, stored_at=now, file_id=file_id)
