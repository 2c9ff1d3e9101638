"""Rows of real tables, made the long way."""

from datetime import UTC, datetime

from lienthong.blobs.models import Blob, Custody, Upload
from lienthong.blobs.types import UploadState
from lienthong.kernel.ids import uuid7

AT = datetime(2026, 3, 9, 2, 0, 0, 123456, tzinfo=UTC)


def a_blob(letter: str = "a", *, size: int = 3) -> Blob:
    return Blob.objects.create(digest=letter * 64, size=size, media_type="text/plain", stored_at=AT)


def a_custody(blob: Blob) -> Custody:
    return Custody.objects.create(blob=blob, agency_id=uuid7(), since=AT)


def an_upload(name: str = "a.pdf") -> Upload:
    return Upload.objects.create(
        agency_id=uuid7(),
        received_by="sở",
        name=name,
        digest="a" * 64,
        size=3,
        media_type="application/pdf",
        state=UploadState.WAITING,
        received_at=AT,
        expires_at=AT,
    )
