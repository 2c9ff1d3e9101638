"""The words of the books and of the work on what arrived, and their facts as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.wording import noop as _


class Direction(StrEnum):
    INCOMING = "incoming"  # sổ đăng ký văn bản đến
    OUTGOING = "outgoing"  # sổ đăng ký văn bản đi


class Series(StrEnum):
    """The series of numbers of a direction.

    COPIES: all forms of copies share one (Decree 30/2020/NĐ-CP, Appendix I, Part II).
    """

    COMMON = ""
    COPIES = "copies"

    @property
    def label(self) -> str:
        return _SERIES_LABELS[self]


_SERIES_LABELS = {Series.COMMON: "", Series.COPIES: _("Bản sao")}


class EntryState(StrEnum):
    """What a line of a book says about its number; no number is ever without a line."""

    NUMBERED = "numbered"  # number taken, document not issued yet
    ENTERED = "entered"
    RESERVED = "reserved"
    VOIDED = "voided"

    @property
    def label(self) -> str:
        return _ENTRY_LABELS[self]


_ENTRY_LABELS = {
    EntryState.NUMBERED: _("Đã lấy số, chưa phát hành"),
    EntryState.ENTERED: _("Đã vào sổ"),
    EntryState.RESERVED: _("Giữ số"),
    EntryState.VOIDED: _("Hủy số"),
}


class WorkState(StrEnum):
    """Where the work on an incoming document stands."""

    AWAITING_INSTRUCTION = "awaiting-instruction"
    ASSIGNED = "assigned"
    IN_WORK = "in-work"
    FINISHED = "finished"
    RECALLED = "recalled"

    @property
    def label(self) -> str:
        return _WORK_LABELS[self]


_WORK_LABELS = {
    WorkState.AWAITING_INSTRUCTION: _("Chờ chỉ đạo"),
    WorkState.ASSIGNED: _("Đã phân công"),
    WorkState.IN_WORK: _("Đang xử lý"),
    WorkState.FINISHED: _("Hoàn thành"),
    WorkState.RECALLED: _("Đã thu hồi"),
}


class AssignmentRole(StrEnum):
    LEAD = "lead"
    SUPPORT = "support"
    INFORMED = "informed"

    @property
    def label(self) -> str:
        return _ASSIGNMENT_LABELS[self]


_ASSIGNMENT_LABELS = {
    AssignmentRole.LEAD: _("chủ trì"),
    AssignmentRole.SUPPORT: _("phối hợp"),
    AssignmentRole.INFORMED: _("để biết"),
}


class AssignmentState(StrEnum):
    WAITING = "waiting"
    STARTED = "started"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the columns of the book hold (Decree 30/2020, Appendix IV)."""

    author: str
    reference_code: str
    document_on: date
    kind: str
    subject: str
    signer: str = ""
    recipients: str = ""
    kept_by: str = ""
    copies: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Assignee:
    """A unit, or one person in a post of it, with its part in the work."""

    role: AssignmentRole
    unit_id: UUID | None = None
    post_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class EntryCard:
    """A line of a book as pages show it.

    settled_at: when a number that stood alone got its document or was voided; None for what was
    entered at once, and while it stands alone.
    """

    id: UUID
    agency_id: UUID
    direction: Direction
    year: int
    number: int
    number_suffix: str
    state: EntryState
    entered_at: datetime
    facts: EntryFacts
    version_id: UUID | None
    delivery_id: UUID | None
    void_reason: str
    settled_at: datetime | None

    @property
    def number_text(self) -> str:
        return f"{self.number}{self.number_suffix}"


@dataclass(frozen=True, slots=True)
class AssignmentCard:
    id: UUID
    role: AssignmentRole
    state: AssignmentState
    assignee_name: str
    unit_id: UUID | None
    post_id: UUID | None
    due_on: date | None
    started_at: datetime | None
    finished_at: datetime | None
    finished_by: str
    outcome: str
    answer_document_id: UUID | None


@dataclass(frozen=True, slots=True)
class InstructionCard:
    """What a leader wrote, and whom it was handed to."""

    id: UUID
    text: str
    given_by: str
    title: str
    given_at: datetime
    due_on: date | None
    assignments: tuple[AssignmentCard, ...]


@dataclass(frozen=True, slots=True)
class IncomingCard:
    """An incoming document with the work on it, the first instruction first.

    agency_id: whose work it is; the line may stand in the book of an agency that ended.
    """

    entry: EntryCard
    agency_id: UUID
    state: WorkState
    is_urgent: bool
    due_on: date | None
    lead_name: str
    finished_at: datetime | None
    instructions: tuple[InstructionCard, ...]

    @property
    def assignments(self) -> tuple[AssignmentCard, ...]:
        return tuple(a for i in self.instructions for a in i.assignments)


@dataclass(frozen=True, slots=True)
class IncomingRow:
    """A row of the list of incoming documents."""

    entry_id: UUID
    version_id: UUID | None
    number: int
    entered_at: datetime
    author: str
    reference_code: str
    document_on: date
    subject: str
    lead_name: str
    due_on: date | None
    state: WorkState
    is_urgent: bool


class IncomingTab(StrEnum):
    """The tabs of the list that are made of lines of the book."""

    AWAITING_INSTRUCTION = "cho-chi-dao"
    IN_WORK = "dang-xu-ly"
    OVERDUE = "qua-han"
    FINISHED = "hoan-thanh"
    ALL = "tat-ca"


@dataclass(frozen=True, slots=True)
class IncomingFilter:
    """What the address of the list says; empty means any."""

    tab: IncomingTab = IncomingTab.ALL
    year: int | None = None
    author: str = ""
    lead: str = ""
    due: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class BookCard:
    id: UUID
    direction: Direction
    year: int
    series: str
    is_given: bool
    last_number: int
    # The agency that ended and left the book; "" for a book of the agency's own.
    closed_agency: str = ""

    @property
    def series_label(self) -> str:
        """The series as people call it; one that only data knows by its own name."""
        known = self.series in set(Series)
        return Series(self.series).label if known else self.series


@dataclass(frozen=True, slots=True)
class HandedTo:
    """To whom an incoming document was handed, and on which day (columns 7 and 8 of the book)."""

    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of a book on the screen; handed: to whom an incoming document was given."""

    entry: EntryCard
    handed: HandedTo


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The values that a viewer's list of incoming documents can be narrowed by."""

    years: tuple[int, ...]
    authors: tuple[str, ...]
    leads: tuple[str, ...]


class DueFilter(StrEnum):
    """When the work is due, as a chip of the list says it."""

    LATE = "qua-han"
    TODAY = "hom-nay"
    WEEK = "7-ngay"
    NONE = "khong-han"


class BookPrintState(StrEnum):
    WAITING = "waiting"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class BookPrintCard:
    """A print of a book: `made` of `total` lines are laid out."""

    id: UUID
    state: BookPrintState
    made: int
    total: int
    asked_at: datetime

    @property
    def is_waiting(self) -> bool:
        return self.state == BookPrintState.WAITING
