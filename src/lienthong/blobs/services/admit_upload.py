"""Admit: a cleared upload becomes kept content, in the transaction of the act that needs it."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lienthong.blobs import places
from lienthong.blobs.errors import ScanPending, UploadClosed, UploadNotFound
from lienthong.blobs.models import Seal, Upload
from lienthong.blobs.queries import open_quarantined
from lienthong.blobs.services.hold_content import give_custody
from lienthong.blobs.services.store_content import keep, prepared, store_prepared
from lienthong.blobs.types import BlobCard, UploadState
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.tables.places import place
from lienthong.tables.questions import change, question


@question
def _locked() -> "QuerySet[Upload]":
    return Upload.objects.select_for_update().filter(pk=place("upload_id"))[:1]


@change
def _admitted() -> tuple["QuerySet[Upload]", dict[str, str]]:
    waiting = Upload.objects.filter(pk=place("upload_id"))
    return waiting, {"state": UploadState.ADMITTED}


def admit(
    upload_id: UUID, *, agency_ids: Collection[UUID], actor: Actor, now: datetime
) -> BlobCard:
    """Keep the upload's content and give each agency its hold of it.

    Without agencies it is for the act to say, in the same transaction, who holds it.
    The bytes are durable before the rows; when the caller's transaction is rolled back the upload
    still waits. Admitting again gives the same answer and lets further agencies hold it.
    Raises UploadNotFound (also for another agency's upload), UploadClosed when it was refused or
    has expired, and ScanPending while the virus scanner has not told.
    """
    with transaction.atomic():
        upload = _waiting_or_admitted(upload_id, actor=actor, now=now)
        if upload.state == UploadState.WAITING:
            _require_scanned(upload)
            _keep(upload, now=now)
        if agency_ids:
            give_custody([upload.digest], agency_ids, now=now)
    return BlobCard(upload.digest, upload.size, upload.media_type)


def _waiting_or_admitted(upload_id: UUID, *, actor: Actor, now: datetime) -> Upload:
    upload = _locked.first(upload_id=upload_id)
    is_own = actor.kind == ActorKind.INSTALLATION or (
        upload is not None and upload.agency_id == actor.agency_id
    )
    if upload is None or not is_own:
        raise UploadNotFound
    is_late = upload.state == UploadState.WAITING and upload.expires_at <= now
    if is_late or upload.state in {UploadState.REFUSED, UploadState.EXPIRED}:
        raise UploadClosed(name=upload.name)
    return upload


def _require_scanned(upload: Upload) -> None:
    """Raise ScanPending for what the scanner has not told yet; what has no scanner is not asked."""
    if upload.scanned_at is None and places.virus_scanner() is not None:
        raise ScanPending(name=upload.name)


def _keep(upload: Upload, *, now: datetime) -> None:
    path = places.quarantined(upload.id)
    if not path.exists():
        # Only a power cut right after receiving can do this: the upload was never promised.
        raise UploadClosed(name=upload.name)
    card = BlobCard(upload.digest, upload.size, upload.media_type)
    if not upload.is_sealed:
        _seal_and_keep(upload, now=now)
    elif not keep(path, card, upload.id, now=now):
        Seal.objects.filter(pk=upload.id).delete()
    _admitted.run(upload_id=upload.pk)
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def _seal_and_keep(upload: Upload, *, now: datetime) -> None:
    """Encrypt what an early installation had taken in clear; for a week after its upgrade."""
    with open_quarantined(upload) as clear, prepared(clear, now=now) as ready:
        store_prepared(ready, now=now)
