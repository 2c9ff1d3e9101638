"""The words of exchange, and its facts as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Self
from uuid import UUID

from lienthong.documents.types import RecipientRole
from lienthong.kernel.wording import noop as _


class StatusCode(StrEnum):
    """What one side tells the other (edXML status package, QCVN 102 and Decision 28/2018)."""

    ARRIVED = "01"
    REFUSED = "02"
    ACCEPTED = "03"
    ASSIGNED = "04"
    IN_WORK = "05"
    FINISHED = "06"
    TAKE_BACK = "13"  # issuer to recipient; all others recipient to issuer
    AGREED = "15"
    DECLINED = "16"

    @property
    def label(self) -> str:
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    StatusCode.ARRIVED: _("Đã đến"),
    StatusCode.REFUSED: _("Từ chối tiếp nhận"),
    StatusCode.ACCEPTED: _("Đã tiếp nhận"),
    StatusCode.ASSIGNED: _("Phân công"),
    StatusCode.IN_WORK: _("Đang xử lý"),
    StatusCode.FINISHED: _("Hoàn thành"),
    StatusCode.TAKE_BACK: _("Lấy lại"),
    StatusCode.AGREED: _("Đồng ý"),
    StatusCode.DECLINED: _("Không đồng ý"),
}

# What a recipient may say about its own work, in the order of the work.
PROGRESS = (
    StatusCode.ARRIVED,
    StatusCode.ACCEPTED,
    StatusCode.ASSIGNED,
    StatusCode.IN_WORK,
    StatusCode.FINISHED,
)
ANSWERS = (StatusCode.AGREED, StatusCode.DECLINED)


class DeliveryState(StrEnum):
    """Where a delivery stands, as derived from its status reports; never set by hand."""

    SENT = "sent"
    ARRIVED = "arrived"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    ASSIGNED = "assigned"
    IN_WORK = "in-work"
    FINISHED = "finished"
    RECALLED = "recalled"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]

    @property
    def is_open_for_acceptance(self) -> bool:
        """The recipient's clerk has neither accepted nor refused yet."""
        return self in {DeliveryState.SENT, DeliveryState.ARRIVED}

    @property
    def is_closed(self) -> bool:
        return self in {DeliveryState.REFUSED, DeliveryState.FINISHED, DeliveryState.RECALLED}


_STATE_LABELS = {
    DeliveryState.SENT: _("Đã gửi"),
    DeliveryState.ARRIVED: _("Đã đến"),
    DeliveryState.REFUSED: _("Bị từ chối"),
    DeliveryState.ACCEPTED: _("Đã tiếp nhận"),
    DeliveryState.ASSIGNED: _("Đã phân công"),
    DeliveryState.IN_WORK: _("Đang xử lý"),
    DeliveryState.FINISHED: _("Hoàn thành"),
    DeliveryState.RECALLED: _("Đã thu hồi"),
}


class DispatchKind(StrEnum):
    """Why this sending happens; each is said, none is silent."""

    NEW = "new"
    SUPPLEMENTARY = "supplementary"  # further recipients of the same version
    RESENT = "resent"  # after a refusal


class ChangeKind(StrEnum):
    """What a sender asks of those who have its document (A12)."""

    RECALL = "recall"
    UPDATE = "update"
    REPLACEMENT = "replacement"


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
class NewReport:
    """What a recipient wants to tell.

    key: chosen by the reporter; repeating it repeats the answer, not the report.
    stamped_at: when it happened; None means now. A stamp of another system is kept as it came.
    is_act: an act at a desk, which starts from a state that allows it; otherwise a report that
        is put into the log whatever its order, as reports of other systems are.
    answers: the request that a 15 or 16 answers, when it is named.
    entry_number, entered_on: of an acceptance (03) by an agency whose book is kept elsewhere.
    """

    delivery_id: UUID
    code: StatusCode
    key: str
    note: str = ""
    stamped_at: datetime | None = None
    is_act: bool = True
    answers: UUID | None = None
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
    """

    id: UUID
    code: StatusCode
    stamped_at: datetime
    received_at: datetime
    change: ChangeKind | None = None
    answers: UUID | None = None


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
    """What a sender asks of a recipient and is not answered yet; id: of the request (status 13)."""

    id: UUID
    kind: ChangeKind
    reason: str
    requested_at: datetime
    delivery: DeliveryCard


@dataclass(frozen=True, slots=True)
class TrackingRow:
    """How a version fares with one recipient: when each step was first reported.

    is_late: neither accepted nor refused within the limit. refusal: the reason of a standing
    refusal. asked: why it is asked for back, while that is not answered. declined: what the
    recipient said when it kept the document.
    """

    delivery: DeliveryCard
    arrived_at: datetime | None
    accepted_at: datetime | None
    in_work_at: datetime | None
    finished_at: datetime | None
    is_late: bool
    refusal: str
    asked: str
    declined: str
    # Where the named agency has ended: its name, and who acts for it.
    instead_of: str = ""
    received_by: str = ""

    @classmethod
    def of(
        cls,
        delivery: DeliveryCard,
        lines: Iterable[StatusLine],
        *,
        at: datetime,
        handed: tuple[str, str] = ("", ""),
    ) -> Self:
        """Make a row of a delivery and its course, as it stands at a moment."""
        first: dict[StatusCode, StatusLine] = {}
        last: dict[StatusCode, StatusLine] = {}
        for line in lines:
            first.setdefault(line.code, line)
            last[line.code] = line

        def reported(*codes: StatusCode) -> datetime | None:
            stamps = [first[code].stamped_at for code in codes if code in first]
            return min(stamps) if stamps else None

        def said(code: StatusCode, when: bool) -> str:
            return last[code].note if when and code in last else ""

        is_declined = delivery.state != DeliveryState.RECALLED and not delivery.is_change_pending
        return cls(
            delivery=delivery,
            arrived_at=reported(StatusCode.ARRIVED),
            accepted_at=reported(StatusCode.ACCEPTED),
            in_work_at=reported(StatusCode.ASSIGNED, StatusCode.IN_WORK),
            finished_at=reported(StatusCode.FINISHED),
            is_late=delivery.state.is_open_for_acceptance and delivery.accept_by < at,
            refusal=said(StatusCode.REFUSED, delivery.state == DeliveryState.REFUSED),
            asked=said(StatusCode.TAKE_BACK, delivery.is_change_pending),
            declined=said(StatusCode.DECLINED, is_declined),
            instead_of=handed[0],
            received_by=handed[1],
        )

    def place(self) -> tuple[bool, bool, str]:
        """Where the row stands in the table: late ones, then refused ones, then by name."""
        is_refused = self.delivery.state == DeliveryState.REFUSED
        return (not self.is_late, not is_refused, self.delivery.recipient_name)

    @property
    def can_be_recalled(self) -> bool:
        """The recipient has it, and is not being asked already."""
        gone = {DeliveryState.REFUSED, DeliveryState.RECALLED}
        return self.delivery.state not in gone and not self.delivery.is_change_pending

    @property
    def can_be_resent(self) -> bool:
        return self.delivery.state == DeliveryState.REFUSED


@dataclass(frozen=True, slots=True)
class Tracking:
    """The table of one version, each recipient once."""

    version_id: UUID
    rows: tuple[TrackingRow, ...]

    @property
    def is_open(self) -> bool:
        """Something may still change: a recipient is not through, or a request waits."""
        return any(
            not row.delivery.state.is_closed or row.delivery.is_change_pending for row in self.rows
        )

    @property
    def recallable(self) -> dict[UUID, list[TrackingRow]]:
        """Return what can be asked for back, by the dispatch that sent it."""
        found: dict[UUID, list[TrackingRow]] = {}
        for row in self.rows:
            if row.can_be_recalled:
                found.setdefault(row.delivery.dispatch_id, []).append(row)
        return found
