"""The closed lists of blobs, and its facts as plain values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
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
    awaits_scan: the virus scanner was away; until it has told, the file cannot be admitted.
    is_sealed: encrypted in quarantine, as all are but those of an early installation. is_kept: it
    was admitted, and lies among the contents.
    """

    id: UUID
    agency_id: UUID
    name: str
    digest: str
    size: int
    media_type: str
    received_at: datetime
    expires_at: datetime
    awaits_scan: bool = False
    is_sealed: bool = True
    is_kept: bool = False


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


@dataclass(frozen=True, slots=True)
class NewSeal:
    """The wrapped key of a file that was written; the row is made with what needs the file."""

    file_id: UUID
    digest: str
    master: str
    wrapped: bytes = field(repr=False)
    sealed_digest: str
    sealed_size: int
    made_at: datetime


@dataclass(slots=True)
class Fate:
    """What became of prepared content. is_kept: its rows are committed, and name its file."""

    is_kept: bool = False

    def keep(self) -> None:
        self.is_kept = True


@dataclass(frozen=True, slots=True)
class Prepared:
    """Content that lies encrypted and durable outside of the store and belongs to nothing yet."""

    card: BlobCard
    path: Path
    seal: NewSeal
    fate: Fate = field(default_factory=Fate, compare=False)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the store as it lies there, for who copies it.

    name: in the store. sealed_digest, sealed_size: of the file, encrypted as it is.
    """

    name: str
    digest: str
    sealed_digest: str
    sealed_size: int


@dataclass(frozen=True, slots=True)
class HealthProblem:
    """What is wrong with content or its keys; is_broken: content cannot be opened or kept."""

    code: str
    is_broken: bool
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlobsHealth:
    """What was found; nothing when all is well."""

    problems: tuple[HealthProblem, ...] = ()

    @property
    def is_broken(self) -> bool:
        return any(each.is_broken for each in self.problems)
