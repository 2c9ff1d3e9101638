"""What is sent, reported and asked, as plain values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents.types import RecipientRole
from lienthong.exchange.types.paper import PaperCard
from lienthong.exchange.types.words import (
    NO_PAPER_WANTED,
    ChangeKind,
    DeliveryState,
    DispatchKind,
    NotCarried,
    StatusCode,
)
from lienthong.ledger.types import RecordRef


@dataclass(frozen=True, slots=True)
class Recipient:
    agency_id: UUID
    role: RecipientRole = RecipientRole.ACTION


@dataclass(frozen=True, slots=True)
class Submission:
    """A request to deliver one version to some agencies.

    key: chosen by the caller, unique among the sender's submissions for ever.
    """

    sender_id: UUID
    version_id: UUID
    recipients: tuple[Recipient, ...]
    key: str
    # The digest of what the caller asked, where heirs stand in the place of closed recipients.
    as_asked: str = ""

    def digest(self) -> str:
        """What must be equal for a repeated key to mean the same submission."""
        if self.as_asked:
            return self.as_asked
        named = sorted(f"{r.agency_id}:{r.role}" for r in self.recipients)
        return sha256("\n".join([str(self.version_id), *named]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Deliverable:
    """Recipients that were found able to receive, with heirs for those that have ended.

    instead: whose place each heir takes. agencies: all of them, and the sender.
    """

    recipients: tuple[Recipient, ...]
    instead: Mapping[UUID, UUID]
    agencies: Mapping[UUID, AgencyCard]


@dataclass(frozen=True, slots=True)
class NewReport:
    """What a recipient wants to tell.

    key: chosen by the reporter; repeating it repeats the answer, not the report.
    stamped_at: when it happened; None means now. A stamp of another system is kept as it came.
    is_act: an act at a desk, which starts from a state that allows it; otherwise a report that
        is put into the log whatever its order, as reports of other systems are.
    answers: the request that a 15 or 16 answers, when it is named.
    not_carried: of a 02 or 16 in the recipient's place by what should have brought it there.
    entry_number, entered_on: of an acceptance (03) by an agency whose book is kept elsewhere.
    """

    delivery_id: UUID
    code: StatusCode
    key: str
    note: str = ""
    stamped_at: datetime | None = None
    is_act: bool = True
    answers: UUID | None = None
    not_carried: NotCarried | None = None
    entry_number: str = ""
    entered_on: date | None = None

    def digest(self) -> str:
        stamp = self.stamped_at.isoformat() if self.stamped_at else ""
        parts = [str(self.delivery_id), self.code, self.note, stamp, str(self.answers or "")]
        if self.entry_number or self.entered_on:
            parts += [self.entry_number, str(self.entered_on or "")]
        return sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Report:
    """A status report as the published rule sees it.

    stamped_at: when the reporter says that it happened; received_at: when we got it.
    change: the kind of request that this is, for the requests of a sender.
    answers: the id of the request that it answers, when the reporter named it.
    is_offer: the request by which this very delivery came, instead of another one.
    """

    id: UUID
    code: StatusCode
    stamped_at: datetime
    received_at: datetime
    change: ChangeKind | None = None
    answers: UUID | None = None
    is_offer: bool = False


@dataclass(frozen=True, slots=True)
class NewChange:
    """A new version, of the same document or another, that is to come instead of one that is there.

    document_id: the document that recipients have; version_id: what comes instead, issued already.
    recipient_ids: whom to ask, None for all who have it. key: chosen by the caller, as for a
    submission; repeating it repeats the answer.
    """

    kind: ChangeKind
    document_id: UUID
    version_id: UUID
    reason: str
    key: str
    recipient_ids: tuple[UUID, ...] | None = None

    def digest(self) -> str:
        """What must be equal for a repeated key to mean the same change."""
        whom = ["*"] if self.recipient_ids is None else sorted(str(r) for r in self.recipient_ids)
        said = [self.kind, str(self.document_id), str(self.version_id), self.reason, *whom]
        return sha256("\n".join(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the published rule makes of a log of status reports.

    since: effective time of the report that led to the state.
    pending_request: a recall or change that the recipient has not answered yet.
    declined_request: the latest request that was turned down, when none is pending.
    """

    state: DeliveryState
    since: datetime | None
    pending_request: UUID | None = None
    declined_request: UUID | None = None


@dataclass(frozen=True, slots=True)
class SentFilter:
    """What a list of sendings is narrowed to.

    versions: of these documents alone; None: of all. words: each stands in number, subject, kind,
    issuer or signer, folded. year: of the sending, in Vietnam.
    """

    versions: Collection[UUID] | None = None
    words: tuple[str, ...] = ()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class DispatchCard:
    id: UUID
    version_id: UUID
    sender_id: UUID
    sender_name: str
    kind: DispatchKind
    admitted_at: datetime
    admitted_by: str
    record_id: UUID
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryCard:
    """A delivery as lists and pages show it, seen from either side."""

    id: UUID
    dispatch_id: UUID
    version_id: UUID
    sender_id: UUID
    sender_name: str
    recipient_id: UUID
    recipient_name: str
    role: RecipientRole
    state: DeliveryState
    state_since: datetime | None
    is_change_pending: bool
    admitted_at: datetime
    accept_by: datetime
    dispatch_record_id: UUID
    # Beside it, where the rule of its day asks for both.
    paper: PaperCard | None = None

    @property
    def wants_paper(self) -> bool:
        """Paper goes beside it, and its recipient has not turned the document down."""
        return self.paper is not None and self.state not in NO_PAPER_WANTED

    def is_paper_late(self, today: date) -> bool:
        """Its paper should have gone by now."""
        return self.wants_paper and self.paper is not None and self.paper.is_late(today)


@dataclass(frozen=True, slots=True)
class Sent:
    """A dispatch that was just made, with all of its deliveries.

    record: what the ledger wrote of it, where this act has made it.
    """

    dispatch: DispatchCard
    deliveries: tuple[DeliveryCard, ...]
    record: RecordRef | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A change that was asked: its sending, and by delivery that is asked about what is offered."""

    sent: Sent
    offers: Mapping[UUID, DeliveryCard]


@dataclass(frozen=True, slots=True)
class ChangeAsked:
    """Why a sending was made, and in place of which versions, one for each that recipients had."""

    kind: ChangeKind
    reason: str
    version_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One line of a delivery's course."""

    id: UUID
    delivery_id: UUID
    code: StatusCode
    reporter_name: str
    actor_name: str
    note: str
    stamped_at: datetime
    received_at: datetime
    record_id: UUID | None
    entry_number: str = ""
    entered_on: date | None = None
    # Of a request of the sender.
    change: ChangeKind | None = None
    # Of what a route wrote in the place of a recipient whom it did not reach.
    not_carried: NotCarried | None = None

    @property
    def label(self) -> str:
        """What was reported, or asked, or became of it on its way."""
        if self.not_carried:
            return self.not_carried.label
        return self.change.asked if self.change else self.code.label


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What arrived at an agency after a place, oldest first.

    last: the place of the last one, from which the next list goes on; has_more: others follow.
    """

    deliveries: tuple[DeliveryCard, ...]
    last: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class OpenChange:
    """What a sender asks of a recipient and is not answered yet; id: of the request (status 13).

    offered: what is to come instead; None for a recall.
    """

    id: UUID
    kind: ChangeKind
    reason: str
    requested_at: datetime
    delivery: DeliveryCard
    offered: DeliveryCard | None = None


@dataclass(frozen=True, slots=True)
class ComparedFact:
    """One fact of two versions, as people read it."""

    name: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new
