"""Receive: a file comes into quarantine, piece by piece, or is refused without a trace."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from lienthong.blobs import files, places, rules
from lienthong.blobs.errors import EmptyFile, FileEncrypted, FileMislabelled, FileTooLarge
from lienthong.blobs.models import Upload
from lienthong.blobs.sealing import opened
from lienthong.blobs.services.scan_content import is_harmless
from lienthong.blobs.services.store_content import save_seals, sealed
from lienthong.blobs.types import UploadCard
from lienthong.formats.containers.reading import look_inside
from lienthong.kernel import disk
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.text import safe_file_name
from lienthong.kernel.wording import Measure


def receive(
    stream: files.Content, *, name: str, agency_id: UUID, actor: Actor, now: datetime, largest: int
) -> UploadCard:
    """Take a file into quarantine; it is hashed and on disk, with its name, when this returns.

    largest: in bytes; reading stops as soon as more has come. The media type is told from the
    content. Raises EmptyFile, FileTooLarge, FileMislabelled, FileEncrypted or FileInfected; then
    nothing stays behind. While the virus scanner is away the file waits and cannot be admitted.
    """
    name, upload_id = safe_file_name(name), uuid7()
    path = places.quarantined(upload_id)
    found = taken(stream, path, name=name, agency_id=agency_id, now=now, largest=largest)
    written = found.written
    with files.removed_on_error(path):
        disk.flush_folder(path.parent)
        upload = Upload(
            id=upload_id,
            agency_id=agency_id,
            received_by=actor.reference,
            name=name,
            digest=written.digest,
            size=written.size,
            media_type=found.media_type,
            received_at=now,
            expires_at=now + rules.KEPT_IN_QUARANTINE,
            is_sealed=True,
            scanned_at=now if found.is_scanned else None,
        )
        with transaction.atomic():
            save_seals([sealed(written, upload_id, now=now)])
            upload.save(force_insert=True)
    return replace(upload.card(), awaits_scan=not found.is_scanned)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was written and looked at; is_scanned: the virus scanner has told."""

    written: files.Written
    media_type: str
    is_scanned: bool


def taken(
    stream: files.Content, path: Path, *, name: str, agency_id: UUID, now: datetime, largest: int
) -> Taken:
    """Write a file and look at it, as `receive` says; for the services of this package."""
    try:
        written = files.write(stream, path, now=now, largest=largest)
    except files.OverLimit:
        raise FileTooLarge(name=name, largest_mb=Measure(largest / 1024 / 1024)) from None
    with (
        files.removed_on_error(path),
        opened(path.open("rb"), key=written.key, digest=written.digest) as clear,
    ):
        media_type = _checked_type(name, written, clear)
        is_scanned = is_harmless(clear, name=name, agency_id=agency_id, now=now)
    return Taken(written, media_type, is_scanned)


def _checked_type(name: str, written: files.Written, clear: BinaryIO) -> str:
    if not written.size:
        raise EmptyFile(name=name)
    media_type = rules.media_type_of(written.head, written.tail)
    if contradiction := rules.contradiction(name, media_type):
        ending, found = contradiction
        if media_type == rules.OLE and look_inside(clear).is_encrypted:
            # What today's office programs lock with a password lies in a file of the old kind.
            raise FileEncrypted(name=name)
        raise FileMislabelled(name=name, ending=ending, found=found)
    return media_type
