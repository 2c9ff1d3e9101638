"""What goes to the units of an agency, as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.documents.types import RecipientRole, VersionCard
from lienthong.kernel.wording import noop as _


class UnitDeliveryState(StrEnum):
    """How far a unit is with what it was given."""

    WAITING = "waiting"
    DONE = "done"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    UnitDeliveryState.WAITING: _("chưa xong"),
    UnitDeliveryState.DONE: _("đã xong"),
    UnitDeliveryState.WITHDRAWN: _("đã thu lại"),
}


@dataclass(frozen=True, slots=True)
class UnitRecipient:
    """A unit that is to get a document, and why."""

    unit_id: UUID
    role: RecipientRole


@dataclass(frozen=True, slots=True)
class UnitDeliveryCard:
    """A document at one unit of the agency that issued it.

    given_by, ended_by: names. note: what the unit did, or why it was withdrawn. due_on: None where
    nothing limits it. is_late: it waits, and that day is over.
    """

    id: UUID
    agency_id: UUID
    version_id: UUID
    unit_id: UUID
    unit_name: str
    role: RecipientRole
    due_on: date | None
    state: UnitDeliveryState
    given_at: datetime
    given_by: str
    ended_at: datetime | None
    ended_by: str
    note: str
    is_late: bool

    @property
    def is_open(self) -> bool:
        return self.state == UnitDeliveryState.WAITING

    @property
    def is_for_action(self) -> bool:
        return self.role == RecipientRole.ACTION


@dataclass(frozen=True, slots=True)
class UnitDeliveryRow:
    """A line of a list: the delivery, and the document."""

    delivery: UnitDeliveryCard
    version: VersionCard
