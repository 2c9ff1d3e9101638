"""Reading content, kept or in quarantine. Whether the caller may is asked before, elsewhere."""

from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from lienthong.blobs import places
from lienthong.blobs.errors import (
    ContentDestroyed,
    ContentNotFound,
    UploadClosed,
    UploadNotFound,
)
from lienthong.blobs.models import Blob, Custody, Upload
from lienthong.blobs.types import BlobCard, UploadCard, UploadState
from lienthong.kernel.actor import Actor, ActorKind


def open_content(digest: str) -> BinaryIO:
    """Return kept content for reading; the caller closes it.

    Raises ContentNotFound, or ContentDestroyed when nobody held it any more.
    """
    found = Blob.objects.filter(pk=digest).values_list("destroyed_at").first()
    if found is None:
        raise ContentNotFound
    if found[0] is not None:
        raise ContentDestroyed
    return places.content_store().open(digest)


def open_upload(upload_id: UUID, *, actor: Actor) -> BinaryIO:
    """Return a quarantined file for reading; the caller closes it.

    Raises UploadNotFound (also for another agency's) or UploadClosed.
    """
    upload = _own_upload(upload_id, actor)
    if upload.state == UploadState.ADMITTED:
        return open_content(upload.digest)
    try:
        return places.quarantined(upload_id).open("rb")
    except FileNotFoundError:
        raise UploadClosed(name=upload.name) from None


def upload_card(upload_id: UUID, *, actor: Actor) -> UploadCard:
    """Return what is known of a waiting or admitted upload of the actor's agency.

    Raises UploadNotFound (also for another agency's) or UploadClosed.
    """
    upload = _own_upload(upload_id, actor)
    if upload.state in {UploadState.REFUSED, UploadState.EXPIRED}:
        raise UploadClosed(name=upload.name)
    return upload.card()


def content_cards(digests: Iterable[str]) -> dict[str, BlobCard]:
    """Return the kept ones of these contents by digest. One statement."""
    rows = Blob.objects.filter(pk__in=set(digests), destroyed_at__isnull=True)
    return {row.digest: row.card() for row in rows}


def holders(digest: str) -> set[UUID]:
    """Return the agencies that hold a content now. One statement."""
    held = Custody.objects.filter(blob=digest, ended_at__isnull=True)
    return set(held.values_list("agency_id", flat=True))


def _own_upload(upload_id: UUID, actor: Actor) -> Upload:
    upload = Upload.objects.filter(pk=upload_id).first()
    is_own = actor.kind == ActorKind.INSTALLATION or (
        upload is not None and upload.agency_id == actor.agency_id
    )
    if upload is None or not is_own:
        raise UploadNotFound
    return upload
