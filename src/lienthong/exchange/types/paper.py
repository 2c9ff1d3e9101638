"""The paper that goes beside an electronic document, where the rule asks for both (A5)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.wording import noop as _


class PaperState(StrEnum):
    """How far a paper is; it follows from what its two sides have marked."""

    OWED = "owed"
    SENT = "sent"
    ARRIVED = "arrived"

    @property
    def label(self) -> str:
        return _STATES[self]


class PaperWay(StrEnum):
    """How a paper goes."""

    BY_HAND = "by-hand"
    POST = "post"

    @property
    def label(self) -> str:
        return _WAYS[self]


class PaperStep(StrEnum):
    """What one side marks: the sender that it went, the recipient that it came."""

    SENT = "sent"
    ARRIVED = "arrived"


_STATES = {
    PaperState.OWED: _("Chưa gửi bản giấy"),
    PaperState.SENT: _("Đã gửi bản giấy"),
    PaperState.ARRIVED: _("Đã nhận bản giấy"),
}
_WAYS = {
    PaperWay.BY_HAND: _("giao trực tiếp"),
    PaperWay.POST: _("gửi bưu điện"),
}


@dataclass(frozen=True, slots=True)
class PaperCard:
    """The paper beside a delivery: until which day it is to go, and what its sides have marked.

    way: None, post_number: "" while its sender has marked nothing. policy_id: the rule's row.
    """

    state: PaperState
    due_on: date
    policy_id: UUID
    sent_on: date | None = None
    way: PaperWay | None = None
    post_number: str = ""
    sent_by: str = ""
    arrived_on: date | None = None
    arrived_by: str = ""

    def is_late(self, today: date) -> bool:
        """It has not gone, and its day has passed."""
        return self.state == PaperState.OWED and self.due_on < today


@dataclass(frozen=True, slots=True)
class PaperSent:
    """What a sender marks: the day on which a paper went, how, and the number of the post."""

    sent_on: date
    way: PaperWay
    post_number: str = ""
