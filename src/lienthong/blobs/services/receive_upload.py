"""Receive: a file comes into quarantine, piece by piece, or is refused without a trace."""

from datetime import datetime
from uuid import UUID

from lienthong.blobs import files, places, rules
from lienthong.blobs.errors import EmptyFile, FileMislabelled, FileTooLarge
from lienthong.blobs.models import Upload
from lienthong.blobs.types import UploadCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import safe_file_name


def receive(
    stream: files.Content, *, name: str, agency_id: UUID, actor: Actor, now: datetime, largest: int
) -> UploadCard:
    """Take a file into quarantine; it is hashed and on disk when this returns.

    largest: in bytes; reading stops as soon as more has come. The media type is told from the
    content. Raises EmptyFile, FileTooLarge or FileMislabelled; then nothing stays behind.
    """
    name, upload_id = safe_file_name(name), uuid7()
    path = places.quarantined(upload_id)
    try:
        written = files.write(stream, path, now=now, largest=largest)
    except files.OverLimit:
        raise FileTooLarge(name=name, largest_mb=_megabytes(largest)) from None
    with files.removed_on_error(path):
        upload = Upload.objects.create(
            id=upload_id,
            agency_id=agency_id,
            received_by=actor.reference,
            name=name,
            digest=written.digest,
            size=written.size,
            media_type=_checked_type(name, written),
            received_at=now,
            expires_at=now + rules.KEPT_IN_QUARANTINE,
        )
    return upload.card()


def _checked_type(name: str, written: files.Written) -> str:
    if not written.size:
        raise EmptyFile(name=name)
    media_type = rules.media_type_of(written.head, written.tail)
    if contradiction := rules.contradiction(name, media_type):
        ending, found = contradiction
        raise FileMislabelled(name=name, ending=ending, found=found)
    return media_type


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.4g}".replace(".", ",")
