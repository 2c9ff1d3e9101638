"""What documents announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.documents.types import LegalValue, Road


@dataclass(frozen=True, slots=True)
class VersionIssued:
    """A new version exists; never announced for a repetition. issued_by: reference of the actor.

    is_update: the document was issued before.
    """

    version_id: UUID
    document_id: UUID
    issuer_id: UUID
    kind: str
    content_digest: str
    road: Road
    legal_value: LegalValue
    issued_by: str
    issued_at: datetime
    is_update: bool = False


@dataclass(frozen=True, slots=True)
class SecretRefused:
    """A file with a secrecy stamp was turned away (A3); who and when, never what was in it."""

    agency_id: UUID | None
    road: Road
    level: str
    refused_at: datetime


@dataclass(frozen=True, slots=True)
class LegalValueChanged:
    """What a version is worth was decided anew, after its signatures were looked at again."""

    version_id: UUID
    rendition_id: UUID
    before: LegalValue
    after: LegalValue
    changed_at: datetime
