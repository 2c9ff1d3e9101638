"""The words of gateways, and what came of a package as plain values."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents.types import (
    AttachmentCard,
    Finding,
    FindingLevel,
    LegalStanding,
    RecipientRole,
    Topic,
    Urgency,
    VersionCard,
)
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryCard,
    Sent,
    StatusCode,
    StatusLine,
    UrgingLine,
)
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import noop as _


class PackageKind(StrEnum):
    """The two kinds of edXML package (QCVN 102:2016/BTTTT)."""

    DOCUMENT = "document"
    STATUS = "status"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    PackageKind.DOCUMENT: _("Gói tin văn bản"),
    PackageKind.STATUS: _("Gói tin trạng thái"),
}


class Outcome(StrEnum):
    """What became of a package; one that is turned down is a refusal and leaves nothing."""

    TAKEN = "taken"
    REPEATED = "repeated"  # the same bytes came before: the same answer, nothing done again


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The answer to a package.

    version_id: the document that the package brought, or that its status is about; None for a
        recall without files of its own.
    dispatch_id: the sending that the package made; None where it made none.
    delivery_ids: the deliveries that it made, reported on, or asked to give back.
    report_id: the line that a status package left in the log of its delivery; None for a request
        to give back (13), which leaves one at each delivery that was asked.
    legal: what the document is worth, with the sentence that says so; None for a status package,
        and where nobody waits for it.
    warnings: what our rules want and the package lacks, and what is odd about its form.
    """

    outcome: Outcome
    package_id: UUID
    kind: PackageKind
    sender_id: UUID
    version_id: UUID | None
    dispatch_id: UUID | None
    delivery_ids: tuple[UUID, ...]
    report_id: UUID | None
    legal: LegalStanding | None
    warnings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a package is about to do, for who brings it to allow.

    sender: in whose name it speaks. code: of a status, 13 also of a document that recalls; None
    as long as only the sender is known. delivery_ids: what it is about; those of an answer are the
    earlier delivery and the one that came instead.
    """

    sender: AgencyCard
    code: StatusCode | None = None
    delivery_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file of a new document: an upload by its id, or content that the agency has by its SHA-256.

    name: needed with a digest; an upload is called as it was when it came unless this says else.
    part: of the request that brings the file along, until its digest is known.
    """

    upload_id: UUID | None = None
    digest: str = ""
    name: str = ""
    description: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file in the request that submits its document; pieces: read once, in the order of files."""

    part: str
    name: str
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class NewRecipient:
    """Whom a document goes to; code: any that the agency ever had."""

    code: str
    role: RecipientRole = RecipientRole.ACTION


@dataclass(frozen=True, slots=True)
class Answered:
    """The document that a new one answers: by its id here, or as it is named outside."""

    document_id: UUID | None = None
    foreign_id: str = ""
    reference_code: str = ""
    issuer_code: str = ""
    issued_on: date | None = None


@dataclass(frozen=True, slots=True)
class Changing:
    """The earlier document of the same issuer that a new one updates or replaces, and why."""

    kind: ChangeKind
    earlier: Answered
    reason: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document that was issued elsewhere, as the system of its issuer submits it.

    number, notation, issued_on: as they stand on the file. filed: the line "Lưu: …".
    foreign_id: the id that its sender's system gave it.
    """

    kind: str
    number: int
    notation: str
    issued_on: date
    subject: str
    content: FileRef
    recipients: tuple[NewRecipient, ...]
    number_suffix: str = ""
    urgency: Urgency = Urgency.NORMAL
    signer_name: str = ""
    signer_position: str = ""
    signer_authority: str = ""
    due_on: date | None = None
    filed: str = ""
    foreign_id: str = ""
    answers: Answered | None = None
    attachments: tuple[FileRef, ...] = ()
    change: Changing | None = None
    concern: str = ""
    period: str = ""

    @property
    def topic(self) -> Topic:
        """What rules about sending ask of it."""
        return Topic(self.kind, self.concern, self.period)

    def by_contents(self, known: Mapping[UUID, tuple[str, str]]) -> "NewDocument":
        """Return it with its uploads named by what they hold. known: by id, digest and name."""

        def said(ref: FileRef) -> FileRef:
            if ref.upload_id is None or ref.upload_id not in known:
                return ref
            digest, name = known[ref.upload_id]
            return replace(ref, upload_id=None, digest=digest, name=ref.name or name)

        others = tuple(said(one) for one in self.attachments)
        return replace(self, content=said(self.content), attachments=others)

    def digest(self) -> str:
        """What must be equal for a repeated key to mean the same document (SHA-256)."""
        said = json.dumps(self, sort_keys=True, default=_plain)
        return hashlib.sha256(said.encode()).hexdigest()


# Left empty they change nothing.
_SAID_SINCE = {"concern", "period"}


def _plain(value: object) -> object:
    """Return a part of a document as values; of the others their text.

    What is a matter of one request is left out: how a file came along with it. What changes nothing
    has the digest that it had before changes could be said.
    """
    names = getattr(value, "__slots__", None)
    if not is_dataclass(value) or names is None:
        return str(value)
    said = {name: getattr(value, name) for name in names}
    said.pop("part", None)
    if said.get("change", said) is None:
        del said["change"]
    return {name: one for name, one in said.items() if one or name not in _SAID_SINCE}


@dataclass(frozen=True, slots=True)
class Submitted:
    """The answer to a submission; is_repeat: the key had made it before.

    sent, agencies: what was made, and who stands in it, where it was made just now.
    """

    dispatch_id: UUID
    version_id: UUID
    document_id: UUID
    is_repeat: bool
    sent: Sent | None = None
    agencies: Mapping[UUID, AgencyCard] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """What would stop a new document, or deserves a look, the worst first."""

    findings: tuple[Finding, ...]
    recipient_count: int

    @property
    def can_go(self) -> bool:
        return all(one.level != FindingLevel.STOP for one in self.findings)


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A file of a fetched delivery. part: "content", or "attachment-" and its number.

    open: gives its clear content without a statement; None: it is kept no more. size: in bytes.
    """

    part: str
    name: str
    digest: str
    size: int
    media_type: str
    open: Callable[[], BinaryIO] | None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A delivery with all that its agency may read of it now.

    refusal: of its files, None where they may be read.
    """

    delivery: DeliveryCard
    version: VersionCard
    attachments: tuple[AttachmentCard, ...]
    legal: LegalStanding
    course: tuple[StatusLine, ...]
    urgings: tuple[UrgingLine, ...]
    files: tuple[FetchedFile, ...]
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class SystemReport:
    """What the system of a recipient tells about a delivery.

    entry_number, entered_on: of an acceptance (03), as they stand in the agency's own book.
    stamped_at: when it happened; None means now.
    """

    delivery_id: UUID
    code: StatusCode
    key: str
    note: str = ""
    entry_number: str = ""
    entered_on: date | None = None
    stamped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartCard:
    """How far a file has come that comes in parts; sizes in bytes.

    upload_id: the upload that it became, once it is whole.
    """

    id: UUID
    name: str
    length: int
    offset: int
    digest: str
    expires_at: datetime
    upload_id: UUID | None
