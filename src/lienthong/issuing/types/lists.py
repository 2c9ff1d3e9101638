"""The lists of outgoing documents: their rows, and the tabs that part them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.documents.types import Urgency
from lienthong.issuing.types.drafts import DraftState, Origin
from lienthong.kernel.wording import noop as _


@dataclass(frozen=True, slots=True)
class OutgoingRow:
    """A row of the list of outgoing documents; dated: the day printed on it, once it is known.

    recipient_count: lines of the recipients block; unit_count: those of them for own units.
    """

    draft_id: UUID
    version_id: UUID | None
    entry_id: UUID | None
    state: DraftState
    origin: Origin
    number: str
    dated: date | None
    subject: str
    signer_name: str
    drafted_by: str
    recipient_count: int
    unit_count: int
    urgency: Urgency
    return_reason: str
    changed_at: datetime
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentRow:
    """One sending of the agency, whoever brought it; sent_by: a person or a system."""

    dispatch_id: UUID
    version_id: UUID
    number: str
    dated: date
    subject: str
    signer_name: str
    sent_at: datetime
    sent_by: str


class OutgoingTab(StrEnum):
    """The tabs of the list of outgoing documents; the values stand in the address.

    SENT is what the agency sent on any road, its software's documents among them; the others are
    what is or was drafted here.
    """

    ISSUED = "da-phat-hanh"
    SENT = "da-gui"
    TO_ISSUE = "cho-phat-hanh"
    DRAFTING = "dang-soan"
    TO_SIGN = "cho-ky"

    @property
    def label(self) -> str:
        return _TAB_LABELS[self]

    @property
    def states(self) -> tuple[DraftState, ...]:
        return _TAB_STATES[self]


_TAB_LABELS = {
    OutgoingTab.ISSUED: _("Đã phát hành"),
    OutgoingTab.SENT: _("Mọi lần gửi"),
    OutgoingTab.TO_ISSUE: _("Chờ phát hành"),
    OutgoingTab.DRAFTING: _("Đang soạn"),
    OutgoingTab.TO_SIGN: _("Chờ ký"),
}
_TAB_STATES = {
    OutgoingTab.ISSUED: (DraftState.ISSUED, DraftState.ON_PAPER),
    OutgoingTab.SENT: (),
    OutgoingTab.TO_ISSUE: (DraftState.SIGNED, DraftState.NUMBERED, DraftState.SEALED),
    OutgoingTab.DRAFTING: (DraftState.DRAFTING, DraftState.RETURNED),
    OutgoingTab.TO_SIGN: (DraftState.AWAITING_SIGNATURE,),
}
