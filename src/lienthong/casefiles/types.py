"""The words of case files, and case files as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.documents.types import VersionCard
from lienthong.kernel.wording import noop as _


class CaseFileState(StrEnum):
    """Where a file stands; after `handed-over` nothing in it changes."""

    LISTED = "listed"  # in the list of the year, nobody has begun it
    OPEN = "open"
    CLOSED = "closed"
    OFFERED = "offered"  # to the agency's archive, which has not answered
    HANDED_OVER = "handed-over"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    CaseFileState.LISTED: _("Trong danh mục, chưa mở"),
    CaseFileState.OPEN: _("Đang mở"),
    CaseFileState.CLOSED: _("Đã kết thúc"),
    CaseFileState.OFFERED: _("Chờ lưu trữ nhận"),
    CaseFileState.HANDED_OVER: _("Đã nộp lưu"),
}


class Retention(StrEnum):
    """For how long a file is kept after the year in which its work ended."""

    UNKNOWN = ""
    FOREVER = "forever"
    YEARS_70 = "70-years"
    YEARS_50 = "50-years"
    YEARS_30 = "30-years"
    YEARS_20 = "20-years"
    YEARS_10 = "10-years"
    YEARS_5 = "5-years"
    YEARS_2 = "2-years"
    YEARS_1 = "1-year"

    @property
    def label(self) -> str:
        return _RETENTION_LABELS[self]

    @property
    def years(self) -> int | None:
        """Whole years; None for ever, or while nobody has said it."""
        number = self.partition("-")[0]
        return int(number) if number.isdecimal() else None


_RETENTION_LABELS = {
    Retention.UNKNOWN: _("Chưa xác định"),
    Retention.FOREVER: _("Vĩnh viễn"),
    Retention.YEARS_70: _("70 năm"),
    Retention.YEARS_50: _("50 năm"),
    Retention.YEARS_30: _("30 năm"),
    Retention.YEARS_20: _("20 năm"),
    Retention.YEARS_10: _("10 năm"),
    Retention.YEARS_5: _("05 năm"),
    Retention.YEARS_2: _("02 năm"),
    Retention.YEARS_1: _("01 năm"),
}


class CaseFileStep(StrEnum):
    """What happened to a file."""

    LISTED = "listed"
    OPENED = "opened"
    CHANGED = "changed"
    TAKEN_OUT = "taken-out"
    CLOSED = "closed"
    REOPENED = "reopened"
    KEPT_BACK = "kept-back"
    OFFERED = "offered"
    TAKEN_BACK = "taken-back"
    REFUSED = "refused"
    HANDED_OVER = "handed-over"
    HANDED_ON = "handed-on"
    KEEPER_LEFT = "keeper-left"

    @property
    def label(self) -> str:
        return _STEP_LABELS[self]


_STEP_LABELS = {
    CaseFileStep.LISTED: _("Ghi vào danh mục hồ sơ"),
    CaseFileStep.OPENED: _("Mở hồ sơ"),
    CaseFileStep.CHANGED: _("Sửa thông tin hồ sơ"),
    CaseFileStep.TAKEN_OUT: _("Đưa một văn bản ra khỏi hồ sơ"),
    CaseFileStep.CLOSED: _("Kết thúc hồ sơ"),
    CaseFileStep.REOPENED: _("Mở lại hồ sơ"),
    CaseFileStep.KEPT_BACK: _("Được giữ lại, chưa nộp lưu"),
    CaseFileStep.OFFERED: _("Đề nghị nộp lưu"),
    CaseFileStep.TAKEN_BACK: _("Rút đề nghị nộp lưu"),
    CaseFileStep.REFUSED: _("Lưu trữ chưa nhận"),
    CaseFileStep.HANDED_OVER: _("Lưu trữ cơ quan đã nhận"),
    CaseFileStep.HANDED_ON: _("Chuyển theo sắp xếp cơ quan"),
    CaseFileStep.KEEPER_LEFT: _("Người giữ thôi vị trí"),
}


class DepositState(StrEnum):
    OFFERED = "offered"
    TAKEN_OVER = "taken-over"
    REFUSED = "refused"
    TAKEN_BACK = "taken-back"

    @property
    def label(self) -> str:
        return _DEPOSIT_LABELS[self]


_DEPOSIT_LABELS = {
    DepositState.OFFERED: _("Chờ lưu trữ nhận"),
    DepositState.TAKEN_OVER: _("Đã nhận"),
    DepositState.REFUSED: _("Chưa nhận"),
    DepositState.TAKEN_BACK: _("Đã rút"),
}


class CaseFileTab(StrEnum):
    """The tabs of the list of files."""

    OPEN = "dang-mo"
    LISTED = "chua-mo"
    CLOSED = "da-ket-thuc"
    TO_DEPOSIT = "can-nop-luu"
    HANDED_OVER = "da-nop-luu"
    OVER = "het-han"  # their retention has ended
    ALL = "tat-ca"


@dataclass(frozen=True, slots=True)
class CaseFileFacts:
    """What is written down of a file.

    notation: its number and notation ("05/HS-VP"), once in agency and year. heading: of the list
    under which it stands. keeper_id: the post in charge; unit_id: its unit. started_on: the first
    day of the work; None: the day on which the file is opened.
    is_construction: of building works, which go to the archive within three months.
    """

    year: int
    notation: str
    title: str
    heading: str = ""
    retention: Retention = Retention.UNKNOWN
    unit_id: UUID | None = None
    keeper_id: UUID | None = None
    started_on: date | None = None
    is_construction: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseFileCard:
    """A file as lists and pages show it.

    code: agency code, year and notation (Decree 30/2020/NĐ-CP, Appendix VI). closed_agency: the
    name of the agency that ended and left it, or "". due_on: the last day for handing it over to
    the archive, which is that of keeping it back where that was agreed; None: it is not to be
    handed over, or not closed. count: of its documents; page_count, list_digest: as it was closed.
    """

    id: UUID
    agency_id: UUID
    code: str
    facts: CaseFileFacts
    state: CaseFileState
    unit_name: str
    keeper_name: str
    is_listed: bool
    ended_on: date | None
    due_on: date | None
    kept_back_until: date | None
    kept_back_reason: str
    closed_by: str
    count: int
    page_count: int
    list_digest: str
    closed_agency: str = ""

    @property
    def is_open(self) -> bool:
        return self.state == CaseFileState.OPEN

    @property
    def name(self) -> str:
        return " · ".join(filter(None, (self.facts.notation, self.facts.title)))


# Of each file the days of its first and its last document.
DaysOfFiles = Mapping[UUID, tuple[date, date]]


@dataclass(frozen=True, slots=True)
class FiledLine:
    """A document in a file, by its place from 1; version: None where the viewer may not see it.

    is_recalled: the agency agreed to give it back, its files open no more.
    """

    id: UUID
    position: int
    filed_by: str
    filed_at: datetime
    version: VersionCard | None
    is_recalled: bool = False


@dataclass(frozen=True, slots=True)
class FiledIn:
    """A file in which a document lies."""

    case_file_id: UUID
    notation: str
    title: str


@dataclass(frozen=True, slots=True)
class StepLine:
    step: CaseFileStep
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseFileFilter:
    """What the address of the list says.

    mine: only those that the viewer's post or unit keeps. unkept: only those that no post keeps.
    """

    tab: CaseFileTab = CaseFileTab.OPEN
    year: int | None = None
    text: str = ""
    mine: bool = False
    unkept: bool = False


@dataclass(frozen=True, slots=True)
class CaseFileCheck:
    """What was looked at before closing: what forbids it, and what is only told.

    open_work: numbers in the incoming book of documents whose work is not finished, some of them.
    recalled: numbers and notations of documents that the agency gave back, some of them.
    """

    no_title: bool
    no_retention: bool
    is_empty: bool
    open_work: tuple[str, ...]
    recalled: tuple[str, ...]

    @property
    def forbids(self) -> bool:
        return self.no_title or self.no_retention or self.is_empty


@dataclass(frozen=True, slots=True)
class DepositCard:
    """Files that were offered to the agency's archive together."""

    id: UUID
    agency_id: UUID
    state: DepositState
    offered_by: str
    offered_by_post: UUID
    unit_name: str
    offered_at: datetime
    note: str
    answered_by: str
    answered_at: datetime | None
    reason: str
    count: int
    record_id: UUID | None
