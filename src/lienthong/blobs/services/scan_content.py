"""Scan for viruses: before admission, outside of any transaction; a scanner that is away holds."""

import io
import logging
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from lienthong.blobs import places
from lienthong.blobs.errors import (
    ContentDamaged,
    ContentKeyLost,
    FileInfected,
    ScanPending,
    UploadClosed,
)
from lienthong.blobs.events import VirusRefused
from lienthong.blobs.models import Upload
from lienthong.blobs.ports import ScannerAway, VirusScanner
from lienthong.blobs.queries import open_quarantined
from lienthong.blobs.services.close_upload import refuse_upload
from lienthong.blobs.types import UploadState
from lienthong.kernel.news import announce

BATCH = 200  # uploads looked at in one turn of the job

_log = logging.getLogger(__name__)


def is_harmless(source: BinaryIO, *, name: str, agency_id: UUID | None, now: datetime) -> bool:
    """Scan a file; True when nothing was found, False when that cannot be told at the moment.

    source: seekable, read from its start. Without a scanner in the settings everything is
    harmless. Raises FileInfected, which is counted; the caller keeps nothing of the file.
    """
    scanner = places.virus_scanner()
    if scanner is None:
        return True
    virus = _scanned(scanner, source)
    if virus:
        with transaction.atomic():
            announce(VirusRefused(agency_id, virus, refused_at=now))
        raise FileInfected(name=name, virus=virus)
    return virus == ""


def require_harmless(source: BinaryIO, *, name: str, agency_id: UUID | None, now: datetime) -> None:
    """Raise FileInfected, or ScanPending when the scanner is away: then it has to be sent again."""
    if not is_harmless(source, name=name, agency_id=agency_id, now=now):
        raise ScanPending(name=name)


def scan_waiting(*, now: datetime) -> int:
    """Scan what waits in quarantine unscanned, the oldest first; return how many were told.

    Stops when the scanner is away, and the next turn goes on. A file that it does not tell of
    though it is there (too large for it), or that cannot be read, holds up no other.
    """
    scanner = places.virus_scanner()
    if scanner is None:
        return 0
    waiting = Upload.objects.filter(state=UploadState.WAITING, scanned_at__isnull=True)
    told = 0
    for upload in waiting.filter(expires_at__gt=now).order_by("received_at")[:BATCH]:
        if _is_told(upload, now=now):
            told += 1
        elif _scanned(scanner, io.BytesIO(b"?")) is None:
            break
    return told


def _is_told(upload: Upload, *, now: datetime) -> bool:
    """Scan a waiting upload and note what was told; False when nothing was."""
    try:
        with open_quarantined(upload) as source:
            if not is_harmless(source, name=upload.name, agency_id=upload.agency_id, now=now):
                return False
    except FileInfected as infected:
        refuse_upload(upload.pk, code=infected.code, now=now)
    except (ContentDamaged, ContentKeyLost, UploadClosed) as unreadable:
        _log.warning("upload %s cannot be scanned: %s", upload.pk, unreadable.code)
        return False
    else:
        Upload.objects.filter(pk=upload.pk).update(scanned_at=now)
    return True


def _scanned(scanner: VirusScanner, source: BinaryIO) -> str | None:
    """Return the virus, "" for none, None when the scanner does not say."""
    source.seek(0)
    try:
        return scanner.scan(source)
    except ScannerAway as away:
        _log.warning("virus scanner: %s", away)
        return None
