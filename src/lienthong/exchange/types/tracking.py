"""How a version fares with its recipients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from lienthong.exchange.types.facts import DeliveryCard, StatusLine
from lienthong.exchange.types.urging import UrgedAbout
from lienthong.exchange.types.words import (
    ANSWERS,
    ChangeKind,
    DeliveryState,
    NotCarried,
    StatusCode,
)
from lienthong.kernel.clock import local_day
from lienthong.kernel.sorting import name_key
from lienthong.kernel.wording import noop as _

WAITING = {
    ChangeKind.RECALL: _("Chờ trả lời thu hồi"),
    ChangeKind.UPDATE: _("Chờ đồng ý cập nhật"),
    ChangeKind.REPLACEMENT: _("Chờ đồng ý thay thế"),
}
DECLINED = {
    ChangeKind.RECALL: _("Không đồng ý thu hồi"),
    ChangeKind.UPDATE: _("Không đồng ý cập nhật"),
    ChangeKind.REPLACEMENT: _("Không đồng ý thay thế"),
}
DONE = {
    ChangeKind.RECALL: _("Đã thu hồi"),
    ChangeKind.UPDATE: _("Đã cập nhật bản mới"),
    ChangeKind.REPLACEMENT: _("Đã thay thế"),
}


@dataclass(frozen=True, slots=True)
class Road:
    """By which road a delivery goes outside. waits: it has not been handed over; said: why not."""

    name: str
    waits: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class TrackingRow:
    """How a version fares with one recipient: when each step was first reported.

    is_late: neither accepted nor refused within the limit. refusal: the reason of a standing
    refusal. change: what was asked last, or, of a newer version, by which request it came. asked:
    why, while that is not answered. declined: what the recipient said when it kept what it had.
    not_carried: refusal or declined is what a route says that did not reach the recipient.
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
    change: ChangeKind | None = None
    not_carried: NotCarried | None = None
    # Where the named agency has ended: its name, and who acts for it.
    instead_of: str = ""
    received_by: str = ""
    # Of one that goes outside this installation.
    road: Road | None = None
    # With what it is late, and when it was last reminded of that.
    late: UrgedAbout | None = None
    urged_at: datetime | None = None
    can_be_urged: bool = False
    # The paper beside it should have gone by now.
    is_paper_late: bool = False

    @property
    def is_late_with_work(self) -> bool:
        return self.late == UrgedAbout.WORK

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
        answered: StatusCode | None = None
        change: ChangeKind | None = None
        for line in lines:
            first.setdefault(line.code, line)
            last[line.code] = line
            change = line.change or change
            answered = line.code if line.code in ANSWERS else answered

        def reported(*codes: StatusCode) -> datetime | None:
            stamps = [first[code].stamped_at for code in codes if code in first]
            return min(stamps) if stamps else None

        def said(code: StatusCode, when: bool) -> str:
            return last[code].note if when and code in last else ""

        is_declined = answered == StatusCode.DECLINED and not delivery.is_change_pending
        is_refused = delivery.state == DeliveryState.REFUSED
        no = last.get(StatusCode.REFUSED if is_refused else StatusCode.DECLINED)
        return cls(
            delivery=delivery,
            arrived_at=reported(StatusCode.ARRIVED),
            accepted_at=reported(StatusCode.ACCEPTED),
            in_work_at=reported(StatusCode.ASSIGNED, StatusCode.IN_WORK),
            finished_at=reported(StatusCode.FINISHED),
            is_late=delivery.state.is_open_for_acceptance and delivery.accept_by < at,
            refusal=said(StatusCode.REFUSED, is_refused),
            asked=said(StatusCode.TAKE_BACK, delivery.is_change_pending),
            declined=said(StatusCode.DECLINED, is_declined),
            change=change,
            not_carried=no.not_carried if no and (is_refused or is_declined) else None,
            instead_of=handed[0],
            received_by=handed[1],
            is_paper_late=delivery.is_paper_late(local_day(at)),
        )

    def place(self) -> tuple[bool, bool, tuple[str, str, str]]:
        """Where the row stands in the table: late ones, then refused ones, then by name."""
        is_refused = self.delivery.state == DeliveryState.REFUSED
        return (not self.is_late, not is_refused, name_key(self.delivery.recipient_name))

    @property
    def can_be_recalled(self) -> bool:
        """The recipient has it, and is not being asked for it already."""
        is_asked = self.delivery.is_change_pending and self.change == ChangeKind.RECALL
        return self.delivery.state.is_with_recipient and not is_asked

    @property
    def is_settled(self) -> bool:
        """What was asked was agreed to."""
        return self.delivery.state in {DeliveryState.RECALLED, DeliveryState.SUPERSEDED}

    @property
    def standing(self) -> str:
        """How what was asked stands, as a tag; "" where nothing was, or it is answered and done."""
        if self.change is None:
            return ""
        if self.is_settled:
            return DONE[self.change]
        if self.delivery.is_change_pending or self.delivery.state == DeliveryState.OFFERED:
            return WAITING[self.change]
        if self.declined:
            return self.not_carried.label if self.not_carried else DECLINED[self.change]
        return _given_up(self.delivery.state)

    @property
    def can_be_resent(self) -> bool:
        return self.delivery.state == DeliveryState.REFUSED


def _given_up(state: DeliveryState) -> str:
    """A newer version whose sender asked something else before the answer."""
    return state.label if state == DeliveryState.NOT_TAKEN else ""


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
    def taken(self) -> list[TrackingRow]:
        """Return who has accepted it."""
        return [row for row in self.rows if row.accepted_at]

    @property
    def refused(self) -> list[TrackingRow]:
        """Return whose refusal stands."""
        return [row for row in self.rows if row.refusal]

    @property
    def late(self) -> list[TrackingRow]:
        """Return who has neither accepted nor refused within the limit."""
        return [row for row in self.rows if row.is_late]

    @property
    def to_urge(self) -> list[TrackingRow]:
        """Return who is late and was not reminded today."""
        return [row for row in self.rows if row.can_be_urged]

    @property
    def papers(self) -> list[UUID]:
        """Return the sendings beside which paper goes."""
        return sorted({row.delivery.dispatch_id for row in self.rows if row.delivery.paper})

    @property
    def recallable(self) -> dict[UUID, list[TrackingRow]]:
        """Return what can be asked for back, by the dispatch that sent it."""
        found: dict[UUID, list[TrackingRow]] = {}
        for row in self.rows:
            if row.can_be_recalled:
                found.setdefault(row.delivery.dispatch_id, []).append(row)
        return found
