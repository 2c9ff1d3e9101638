"""Documents as lists and pages show them, and who looks."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lienthong.documents.types.policies import Topic
from lienthong.documents.types.words import (
    LegalValue,
    RecipientRole,
    RelationKind,
    Road,
    Urgency,
)


@dataclass(frozen=True, slots=True)
class VersionCard:
    """A version as lists and pages show it.

    received_by: the agency that entered what came on paper or by mail; issuer_id is then nobody's,
    issuer_name its author in words, and author_id the author's agency where it is in the directory.
    """

    id: UUID
    document_id: UUID
    issuer_id: UUID
    issuer_name: str
    reference_code: str
    issued_on: date
    kind: str
    kind_name: str
    subject: str
    urgency: Urgency
    content_digest: str
    content_name: str
    page_count: int
    signer_name: str
    signer_position: str
    signer_authority: str
    due_on: date | None
    signed_at: datetime | None
    legal_value: LegalValue
    received_by: UUID | None = None
    author_id: UUID | None = None
    concern: str = ""
    period: str = ""

    @property
    def topic(self) -> Topic:
        """What rules about sending ask of it."""
        return Topic(self.kind, self.concern, self.period)

    @property
    def written_by(self) -> UUID | None:
        """The agency that wrote it; None for who is in no directory."""
        return self.issuer_id if self.received_by is None else self.author_id


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """One time that a document was issued: the first is 1; the highest is the newest."""

    ordinal: int
    version_id: UUID
    document_id: UUID
    reference_code: str
    issued_on: date
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: joined with the projection of reading rights by every list and search.

    sees_whole_agency: clerks and leaders see what their agency has; officers see what their unit
    or they themselves were given. only_document_id: behind a broken glass, the one document of the
    agency that was agreed on.
    """

    agency_id: UUID
    unit_id: UUID | None
    person_id: UUID | None
    sees_whole_agency: bool
    only_document_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AttachmentCard:
    version_id: UUID
    position: int
    name: str
    media_type: str
    description: str
    digest: str


@dataclass(frozen=True, slots=True)
class RecipientLineCard:
    """A line of the recipients block; agency_name is today's name of the one it stands for."""

    position: int
    text: str
    role: RecipientRole
    agency_id: UUID | None
    agency_name: str
    group_id: UUID | None


@dataclass(frozen=True, slots=True)
class RenditionCard:
    id: UUID
    version_id: UUID
    digest: str
    road: Road
    agency_id: UUID
    legal_value: LegalValue
    received_at: datetime


@dataclass(frozen=True, slots=True)
class RelationLine:
    """One link of the chain of documents (B7).

    target: None when the other document is not known here or not for this viewer; then
    target_reference and target_issuer_code say what the source itself wrote.
    """

    kind: RelationKind
    source: VersionCard
    target: VersionCard | None
    target_reference: str
    target_issuer_code: str


@dataclass(frozen=True, slots=True)
class SearchFilters:
    """What narrows a list of documents; empty means any. Days are days of issue, both included."""

    kind: str = ""
    issuer_id: UUID | None = None
    urgency: Urgency | None = None
    issued_from: date | None = None
    issued_to: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list: pages count from 1."""

    number: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One page of documents, newest first; has_next tells whether another follows."""

    rows: tuple[VersionCard, ...]
    number: int
    has_next: bool
