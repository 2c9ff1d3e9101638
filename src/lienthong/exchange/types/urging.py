"""Urging (đôn đốc): who is late is reminded, and the course of the document says so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.wording import noop as _


class UrgedAbout(StrEnum):
    """What is late: the agency takes it in, its work on it, or whom it gave the work to."""

    ACCEPTANCE = "acceptance"
    WORK = "work"
    OFFICER = "officer"  # inside the recipient; its sender does not see it

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    UrgedAbout.ACCEPTANCE: _("Nhắc tiếp nhận"),
    UrgedAbout.WORK: _("Nhắc xử lý, trả lời"),
    UrgedAbout.OFFICER: _("Nhắc người được giao"),
}


@dataclass(frozen=True, slots=True)
class UrgingLine:
    """One urging about one delivery: by whom, when; record_id: None for one inside an agency."""

    id: UUID
    delivery_id: UUID
    about: UrgedAbout
    agency_name: str
    actor_name: str
    urged_at: datetime
    record_id: UUID | None
