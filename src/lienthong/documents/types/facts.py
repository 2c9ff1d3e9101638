"""What is issued: the facts that go in, and the short answer that comes out."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lienthong.documents.types.cards import VersionCard
from lienthong.documents.types.words import RecipientRole, RelationKind, Urgency


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A line of the recipients block as it stands on the document.

    It leads to an agency, to a group of them, to a unit of the issuer's own, or to nobody.
    """

    text: str
    role: RecipientRole
    agency_id: UUID | None = None
    group_id: UUID | None = None
    unit_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AttachedFile:
    name: str
    digest: str
    media_type: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class RelationFacts:
    """Another document that this one answers, recalls, updates or replaces."""

    kind: RelationKind
    document_id: UUID | None = None
    foreign_id: str = ""
    reference_code: str = ""
    issuer_code: str = ""
    issued_on: date | None = None


def written_reference(number: int | None, suffix: str, notation: str) -> str:
    """Return số, ký hiệu as people write it: 9459/UBND-TTTH; below 10 with a leading zero.

    A notation that begins with a dash is of the Party's style: 6758-CV/TU.
    """
    if number is None:
        return notation
    mark = "/" if notation and not notation.startswith("-") else ""
    return f"{number:02d}{suffix}{mark}{notation}"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What is issued at one time: the fields of the law (spec of Decision 28/2018, Article 10).

    number: as in the issuer's book; None where the document carries none.
    number_suffix: "a" of an inserted number 12a; mostly empty.
    content_digest: SHA-256 of the main file, which is in the blobs.
    foreign_id: the identity that its sender gave, as it came; empty for documents issued here.
    concern, period: what rules about sending ask of it; "" where nobody said (A5).
    secrecy: a level that was declared ("Mật"); anything but empty is refused (A3).
    identifier: by law, of a document that takes its number from the issuer's book here.
    """

    issuer_id: UUID
    number: int | None
    number_suffix: str
    notation: str
    issued_on: date
    kind: str
    subject: str
    content_digest: str
    content_name: str
    page_count: int
    urgency: Urgency = Urgency.NORMAL
    signer_name: str = ""
    signer_position: str = ""
    signer_authority: str = ""
    due_on: date | None = None
    circulation: str = ""
    signed_at: datetime | None = None
    foreign_id: str = ""
    secrecy: str = ""
    identifier: str = ""
    concern: str = ""
    period: str = ""
    recipients: tuple[RecipientLine, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    relations: tuple[RelationFacts, ...] = ()

    @property
    def reference_code(self) -> str:
        """Số, ký hiệu as people write it."""
        return written_reference(self.number, self.number_suffix, self.notation)


@dataclass(frozen=True, slots=True)
class VersionRef:
    """The answer of an issue; is_new is False when the same was issued before.

    card: of a new one, which nobody else knows before the transaction ends.
    """

    version_id: UUID
    document_id: UUID
    is_new: bool
    card: VersionCard | None = None
