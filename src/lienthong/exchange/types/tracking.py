"""How a version fares with its recipients."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from lienthong.exchange.types.facts import DeliveryCard, StatusLine
from lienthong.exchange.types.words import DeliveryState, StatusCode


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
