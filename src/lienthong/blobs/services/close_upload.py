"""Refuse, expire: an upload that does not become content loses its bytes and keeps its line."""

from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from lienthong.blobs import places
from lienthong.blobs.models import Seal, Upload
from lienthong.blobs.types import UploadState

BATCH = 500  # uploads in one transaction


def refuse_upload(upload_id: UUID, *, code: str, now: datetime) -> bool:
    """Close a waiting upload with the refusal's code; its bytes go with the commit.

    Return False when it no longer waits: somebody else closed or admitted it.
    """
    with transaction.atomic():
        waiting = Upload.objects.filter(pk=upload_id, state=UploadState.WAITING)
        closed = waiting.update(state=UploadState.REFUSED, refusal_code=code, expires_at=now)
        if closed:
            _remove([upload_id])
    return bool(closed)


def discard_upload(upload_id: UUID) -> None:
    """Forget a waiting upload of which nobody was told yet: no line, no key and no bytes stay."""
    with transaction.atomic():
        if Upload.objects.filter(pk=upload_id, state=UploadState.WAITING).delete()[0]:
            _remove([upload_id])


def expire_uploads(*, now: datetime) -> int:
    """Close all uploads whose time has run out and remove their bytes; return how many."""
    total = 0
    while closed := _expire_some(now=now):
        total += closed
    return total


def _expire_some(*, now: datetime) -> int:
    with transaction.atomic():
        late = Upload.objects.select_for_update(skip_locked=True).filter(
            state=UploadState.WAITING, expires_at__lte=now
        )
        ids = list(late.order_by("expires_at").values_list("pk", flat=True)[:BATCH])
        Upload.objects.filter(pk__in=ids).update(state=UploadState.EXPIRED)
        _remove(ids)
    return len(ids)


def _remove(ids: list[UUID]) -> None:
    """Destroy the keys of these files now, and the files with the commit."""
    Seal.objects.filter(pk__in=ids).delete()
    for upload_id in ids:
        transaction.on_commit(partial(places.quarantined(upload_id).unlink, missing_ok=True))
