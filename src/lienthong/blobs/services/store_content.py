"""Store: content that the installation made itself is kept with the same durability."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from lienthong.blobs import files, places, rules
from lienthong.blobs.models import Blob
from lienthong.blobs.services.hold_content import give_custody
from lienthong.blobs.types import BlobCard
from lienthong.kernel.ids import uuid7


def store(content: files.Content | bytes, *, agency_ids: Iterable[UUID], now: datetime) -> BlobCard:
    """Keep content made here (an issued PDF, a package) and give each agency its hold of it.

    The bytes are durable before the rows. Storing the same content again changes nothing. When
    the caller's transaction is rolled back the bytes are a stray that the next sweep removes.
    """
    path = places.workshop() / uuid7().hex
    try:
        source = [content] if isinstance(content, bytes) else content
        written = files.write(source, path, now=now)
        media_type = rules.media_type_of(written.head, written.tail)
        card = BlobCard(written.digest, written.size, media_type)
        with transaction.atomic():
            keep(path, card, now=now)
            give_custody([card.digest], agency_ids, now=now)
    finally:
        path.unlink(missing_ok=True)
    return card


def keep(source: Path, card: BlobCard, *, now: datetime) -> None:
    """Make sure that the content is in the store, then that its row is there and lives.

    For use inside a transaction, by the services of this package. Content that is there already
    is not written again; its row is locked, so that nobody destroys it meanwhile.
    """
    found = Blob.objects.select_for_update().filter(pk=card.digest).first()
    if found is not None and found.destroyed_at is None:
        return
    places.content_store().take(source, card.digest, now=now)
    fresh = Blob(digest=card.digest, size=card.size, media_type=card.media_type, stored_at=now)
    # Another transaction may bring the same content at this moment: one row stays.
    Blob.objects.bulk_create([fresh], ignore_conflicts=True)
    if found is not None:
        Blob.objects.filter(pk=card.digest).update(destroyed_at=None, stored_at=now)
