"""Store: content that the installation made itself is kept with the same durability."""

from collections.abc import Iterable, Iterator
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

_SEALS = Rows(Seal)
_BLOBS = Rows(Blob, ignore_conflicts=True)


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
            save_seal(ready.seal)
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


def save_seal(seal: NewSeal) -> None:
    """Keep the wrapped key of a file; for the services of this package.

    Raises MasterKeyMissing when its master key was forgotten since the file was written.
    """
    _SEALS.insert(**{name: getattr(seal, name) for name in NewSeal.__slots__})
    require_at_hand(seal.master)


def keep(source: Path | None, card: BlobCard, file_id: UUID, *, now: datetime) -> bool:
    """Make sure that the content is in the store, then that its row is there and lives.

    For use inside a transaction, by the services of this package. source: None for a file that is
    in the store already, under the name of this content and file. Returns whether the file was
    taken: content that is there already is not written again; its row is locked, so that nobody
    destroys it meanwhile.
    """
    found = _of_digest.first(digest=card.digest)
    if found is not None and found.destroyed_at is None:
        return False
    if source is not None:
        places.content_store().take(source, rules.stored_name(card.digest, file_id), now=now)
    # Another transaction may bring the same content at this moment: one row stays, and names its
    # own file. The other's file and seal are strays.
    _BLOBS.insert(
        digest=card.digest,
        size=card.size,
        media_type=card.media_type,
        stored_at=now,
        file_id=file_id,
    )
    if found is not None:
        Blob.objects.filter(pk=card.digest).update(
            destroyed_at=None, stored_at=now, file_id=file_id
        )
    return True
