"""What programs get: plain types, made from the values of the packages below."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Self
from uuid import UUID

from lienthong.apikit.schemas import Told
from lienthong.directory.types import AgencyCard
from lienthong.documents.types import AttachmentCard, Finding, LegalStanding, VersionCard
from lienthong.exchange.types import DeliveryCard, DispatchCard, StatusLine, UrgingLine
from lienthong.gateways.api.shapes_of_papers import PaperOut
from lienthong.webkit.wording import fill

ROOT = "/api/v1"
Agencies = Mapping[UUID, AgencyCard]


class AgencyOut(Told):
    id: UUID
    code: str
    name: str

    @classmethod
    def of(cls, agency_id: UUID, agencies: Agencies, name: str = "") -> Self:
        card = agencies.get(agency_id)
        return cls(
            id=agency_id, code=card.code if card else "", name=name or (card.name if card else "")
        )


class FileOut(Told):
    """Content that can be fetched at `href`, as a whole or by ranges of bytes."""

    name: str
    sha256: str
    href: str


class DocumentOut(Told):
    """A document as it was issued at one time."""

    id: UUID
    version: UUID
    kind: str
    kind_name: str
    reference_code: str
    issued_on: date
    subject: str
    urgency: str
    issuer: AgencyOut
    signer_name: str
    signer_position: str
    page_count: int
    due_on: date | None
    concern: str
    period: str
    legal_value: str

    @classmethod
    def of(cls, version: VersionCard, agencies: Agencies) -> Self:
        return cls(
            id=version.document_id,
            version=version.id,
            kind=version.kind,
            kind_name=version.kind_name,
            reference_code=version.reference_code,
            issued_on=version.issued_on,
            subject=version.subject,
            urgency=str(version.urgency),
            issuer=AgencyOut.of(version.issuer_id, agencies, version.issuer_name),
            signer_name=version.signer_name,
            signer_position=version.signer_position,
            page_count=version.page_count,
            due_on=version.due_on,
            concern=version.concern,
            period=version.period,
            legal_value=str(version.legal_value),
        )


class DeliveryOut(Told):
    """The way of one sending to one agency; `receipt` proves it. paper: none where none goes."""

    id: UUID
    dispatch: UUID
    sender: AgencyOut
    recipient: AgencyOut
    role: str
    state: str
    state_since: datetime | None
    admitted_at: datetime
    accept_by: datetime
    is_change_pending: bool
    receipt: str
    paper: PaperOut | None

    @classmethod
    def of(cls, card: DeliveryCard, agencies: Agencies, sender: AgencyOut | None = None) -> Self:
        return cls(
            id=card.id,
            dispatch=card.dispatch_id,
            sender=sender or AgencyOut.of(card.sender_id, agencies, card.sender_name),
            recipient=AgencyOut.of(card.recipient_id, agencies, card.recipient_name),
            role=str(card.role),
            state=str(card.state),
            state_since=card.state_since,
            admitted_at=card.admitted_at,
            accept_by=card.accept_by,
            is_change_pending=card.is_change_pending,
            receipt=f"{ROOT}/records/{card.dispatch_record_id}?item={card.id}",
            paper=PaperOut.of(card.paper) if card.paper else None,
        )


class ArrivalOut(DeliveryOut):
    document: DocumentOut
    content: FileOut

    @classmethod
    def arrived(cls, card: DeliveryCard, version: VersionCard, agencies: Agencies) -> Self:
        return cls(
            **DeliveryOut.of(card, agencies).model_dump(),
            document=DocumentOut.of(version, agencies),
            content=content_of(card.id, version),
        )


class ArrivalsOut(Told):
    """`next` goes on behind the last one, also when nothing came: keep it, ask with it."""

    arrivals: list[ArrivalOut]
    next: str
    has_more: bool


class StatusOut(Told):
    """A line of a course; change: what the sender asked with a 13, else none.

    not_carried: of a 02 or 16 that a route wrote because the document did not come to its
    recipient: `relay-refused` by the next installation, or `relay-failed`; else none.
    """

    id: UUID
    code: str
    change: str | None
    not_carried: str | None
    label: str
    note: str
    entry_number: str
    entered_on: date | None
    reported_by: str
    happened_at: datetime
    received_at: datetime
    receipt: str | None

    @classmethod
    def of(cls, line: StatusLine) -> Self:
        return cls(
            id=line.id,
            code=str(line.code),
            change=str(line.change) if line.change else None,
            not_carried=str(line.not_carried) if line.not_carried else None,
            label=line.label,
            note=line.note,
            entry_number=line.entry_number,
            entered_on=line.entered_on,
            reported_by=line.reporter_name,
            happened_at=line.stamped_at,
            received_at=line.received_at,
            receipt=f"{ROOT}/records/{line.record_id}" if line.record_id else None,
        )


class LegalOut(Told):
    """What the file is worth by its signatures, with the sentence and the clause of it (A9)."""

    value: str
    sentence: str
    clause: str

    @classmethod
    def of(cls, standing: LegalStanding) -> Self:
        return cls(
            value=str(standing.value),
            sentence=fill(standing.sentence, standing.facts),
            clause=standing.clause,
        )


class UrgingOut(Told):
    """Somebody reminded the recipient: of what, and in whose name."""

    id: UUID
    about: str
    label: str
    reminded_by: str
    happened_at: datetime

    @classmethod
    def of(cls, line: UrgingLine) -> Self:
        return cls(
            id=line.id,
            about=str(line.about),
            label=line.about.label,
            reminded_by=line.agency_name,
            happened_at=line.urged_at,
        )


class DeliveryDetailOut(ArrivalOut):
    attachments: list[FileOut]
    package: str
    legal: LegalOut
    course: list[StatusOut]
    urgings: list[UrgingOut]


class DispatchOut(Told):
    """One sending, without its deliveries."""

    id: UUID
    kind: str
    admitted_at: datetime
    receipt: str

    @classmethod
    def of(cls, card: DispatchCard) -> Self:
        return cls(
            id=card.id,
            kind=str(card.kind),
            admitted_at=card.admitted_at,
            receipt=f"{ROOT}/records/{card.record_id}",
        )


class PromiseOut(Told):
    """Signed words of the ledger: this record has its place at the latest at the time they name."""

    record: UUID
    statement: str
    signature: str


class SubmittedOut(Told):
    """The document is durable, on its way, and with every recipient of this installation."""

    document: UUID
    version: UUID
    dispatch: UUID
    is_repeat: bool
    deliveries: list[DeliveryOut]
    promise: PromiseOut


class FindingOut(Told):
    """level: "stop" would be refused, "warn" deserves a look, "ok" was looked at."""

    code: str
    level: str
    sentence: str
    cause: str
    next_step: str

    @classmethod
    def of(cls, finding: Finding) -> Self:
        return cls(
            code=finding.code,
            level=str(finding.level),
            sentence=fill(finding.sentence, finding.facts),
            cause=fill(finding.cause, finding.facts),
            next_step=fill(finding.next_step, finding.facts),
        )


class CheckOut(Told):
    can_go: bool
    recipient_count: int
    findings: list[FindingOut]


class SentOut(Told):
    """A sending in the list; counts: how many recipients stand in each state."""

    dispatch: DispatchOut
    document: DocumentOut
    counts: dict[str, int]


class SentListOut(Told):
    sent: list[SentOut]
    next: str | None


class DocumentDetailOut(Told):
    """A document with its deliveries by your agency; further pages with `next`."""

    document: DocumentOut
    deliveries: list[DeliveryOut]
    next: str | None


def content_of(delivery_id: UUID, version: VersionCard) -> FileOut:
    return FileOut(
        name=version.content_name,
        sha256=version.content_digest,
        href=f"{ROOT}/deliveries/{delivery_id}/content",
    )


def attached(delivery_id: UUID, files: Sequence[AttachmentCard]) -> list[FileOut]:
    return [
        FileOut(
            name=one.name,
            sha256=one.digest,
            href=f"{ROOT}/deliveries/{delivery_id}/attachments/{one.position}",
        )
        for one in files
    ]
