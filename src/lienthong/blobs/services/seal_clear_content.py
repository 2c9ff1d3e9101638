"""Encrypt what an installation kept in clear before it could encrypt."""

import logging
from datetime import datetime

from django.db import transaction

from lienthong.blobs import places
from lienthong.blobs.models import Blob
from lienthong.blobs.rules import stored_name
from lienthong.blobs.services.store_content import prepared, save_seals
from lienthong.blobs.types import Prepared

BATCH = 50  # contents asked for in one statement

_log = logging.getLogger(__name__)


def seal_clear_content(*, now: datetime) -> int:
    """Encrypt every clear file of the blobs; return how many were.

    One content a transaction: stopped anywhere, it goes on where it was. A clear file whose bytes
    are not those of its digest stays as it is, and is told in the log: it was damaged before.
    """
    total, after = 0, ""
    while batch := _clear(after):
        for digest in batch:
            total += _seal(digest, now=now)
        after = batch[-1]
    return total


def _clear(after: str) -> list[str]:
    rows = Blob.objects.filter(file_id__isnull=True, destroyed_at__isnull=True, digest__gt=after)
    return list(rows.order_by("digest").values_list("digest", flat=True)[:BATCH])


def _seal(digest: str, *, now: datetime) -> bool:
    try:
        clear = places.content_store().open(digest)
    except FileNotFoundError:
        _log.error("clear content %s is missing", digest)
        return False
    with clear, prepared(clear, now=now) as ready:
        if ready.card.digest != digest:
            _log.error("clear content %s is damaged", digest)
            return False
        is_first = _exchange(ready, now=now)
    if is_first:
        places.content_store().remove(digest, untouched_since=now)
    return is_first


def _exchange(ready: Prepared, *, now: datetime) -> bool:
    """Let the row name the encrypted file, unless somebody was first or the content is gone."""
    digest, file_id = ready.card.digest, ready.seal.file_id
    with transaction.atomic():
        row = Blob.objects.select_for_update().get(pk=digest)
        if row.file_id is not None or row.destroyed_at is not None:
            return False
        places.content_store().take(ready.path, stored_name(digest, file_id), now=now)
        save_seals([ready.seal])
        Blob.objects.filter(pk=digest).update(file_id=file_id)
    return True
