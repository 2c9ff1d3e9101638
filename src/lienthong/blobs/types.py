"""The closed lists of blobs, and its facts as plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class UploadState(StrEnum):
    WAITING = "waiting"  # in quarantine
    ADMITTED = "admitted"
    REFUSED = "refused"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class UploadCard:
    """What is known of a file in quarantine.

    name: cleaned, NFC, without path; size in bytes; digest: SHA-256, lower-case hexadecimal.
    media_type: told from the content, never from the name or the browser.
    """

    id: UUID
    agency_id: UUID
    name: str
    digest: str
    size: int
    media_type: str
    received_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BlobCard:
    """What is known of a kept content; size in bytes, digest SHA-256 in hexadecimal."""

    digest: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class Swept:
    """How many contents and quarantined files without a row a sweep has removed."""

    contents: int
    uploads: int
