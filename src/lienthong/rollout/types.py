"""Words of joining: what must be there, how much it weighs, and how an agency stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from lienthong.directory.types import AgencyCard, ParticipationTerms
from lienthong.kernel.wording import noop as _


class Line(StrEnum):
    """One thing that is looked at before an agency joins."""

    CODE = "code"
    ADDRESS = "address"
    CLERK = "clerk"
    LEADER = "leader"
    FACTOR = "factor"
    CERTIFICATE = "certificate"
    SPECIMEN = "specimen"
    CALENDAR = "calendar"
    NETWORK = "network"
    EQUIPMENT = "equipment"
    SOFTWARE = "software"
    TRAINED = "trained"

    @property
    def label(self) -> str:
        return _LINES[self][0]

    @property
    def next_step(self) -> str:
        """What to do where it is missing."""
        return _LINES[self][1]


_LINES = {
    Line.CODE: (_("Mã định danh"), _("Quản trị hệ thống cấp mã ở “Danh bạ”.")),
    Line.ADDRESS: (_("Địa chỉ trụ sở"), _("Ghi địa chỉ ở trang của cơ quan trong “Danh bạ”.")),
    Line.CLERK: (
        _("Văn thư đã đăng nhập"),
        _("Giao vị trí văn thư, mở tài khoản, rồi văn thư đăng nhập một lần."),
    ),
    Line.LEADER: (
        _("Lãnh đạo đã đăng nhập"),
        _("Giao vị trí lãnh đạo, mở tài khoản, rồi lãnh đạo đăng nhập một lần."),
    ),
    Line.FACTOR: (
        _("Văn thư, lãnh đạo có yếu tố xác thực thứ hai"),
        _("Mỗi người thêm khóa truy cập hoặc ứng dụng mã ở “Tài khoản”."),
    ),
    Line.CERTIFICATE: (
        _("Chứng thư số của cơ quan và của lãnh đạo"),
        _("Khai báo ở “Chứng thư số, mẫu dấu”; chưa có thì xác nhận sẽ quét bản có dấu."),
    ),
    Line.SPECIMEN: (
        _("Mẫu dấu đã giới thiệu"),
        _("Văn thư giới thiệu ở “Mẫu dấu, chữ ký”."),
    ),
    Line.CALENDAR: (
        _("Ngày nghỉ, ngày làm bù của năm"),
        _("Quản trị hệ thống nạp ở “Danh bạ, Ngày nghỉ”."),
    ),
    Line.NETWORK: (
        _("Đã vào được hệ thống"),
        _("Một người của cơ quan đăng nhập, hoặc phần mềm của cơ quan gọi một lần."),
    ),
    Line.EQUIPMENT: (
        _("Đường truyền, máy quét, máy in đã kiểm tra"),
        _("Kiểm tra tại chỗ rồi xác nhận với căn cứ."),
    ),
    Line.SOFTWARE: (
        _("Phần mềm của cơ quan đạt phòng thử"),
        _("Chạy “lienthong lab” với phần mềm đó rồi nộp lab-report.json."),
    ),
    Line.TRAINED: (
        _("Văn thư, lãnh đạo đã được tập huấn"),
        _("Ghi buổi tập huấn và người tham dự ở “Tập huấn”."),
    ),
}


class Weight(StrEnum):
    """How much a line counts, by the rule of the day."""

    OBLIGATORY = "obligatory"
    ADVISED = "advised"
    NOT_ASKED = "not-asked"

    @property
    def label(self) -> str:
        return _WEIGHTS[self]


_WEIGHTS = {
    Weight.OBLIGATORY: _("bắt buộc"),
    Weight.ADVISED: _("nên có"),
    Weight.NOT_ASKED: _("không xét"),
}


class Joining(StrEnum):
    """What happens when an agency joins that lacks something obligatory."""

    WARN = "warn"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        return _JOININGS[self]


_JOININGS = {
    Joining.WARN: _("cho tham gia và cảnh báo"),
    Joining.REFUSE: _("không cho tham gia, trừ khi ghi lý do"),
}

# The subject of the rule about joining itself; the others are about a line.
JOINING = "joining"
# What the system cannot know by itself; a person says so, with a day.
# Of certificates: that there are none yet and paper with seal and signature is scanned instead.
CONFIRMED_BY_HAND = frozenset({Line.CERTIFICATE, Line.EQUIPMENT})


@dataclass(frozen=True, slots=True)
class ConfirmationCard:
    """What somebody confirmed of an agency. by: the name; on: the day from which it is so."""

    id: UUID
    agency_id: UUID
    line: Line
    by: str
    on: date
    note: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LabReportCard:
    """A report of the conformance lab that was handed in. digest: SHA-256 of the file."""

    id: UUID
    agency_id: UUID
    digest: str
    system: str
    is_ready: bool
    lacking: tuple[str, ...]
    played_at: datetime
    handed_in_at: datetime
    handed_in_by: str


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """What is known of an agency on a day. Days are since when; None: it is not so.

    factor: since the last of them has one. needs_software: whether software of its own acts for it
    or keeps its books.
    """

    has_code: bool = False
    has_address: bool = False
    clerk: date | None = None
    leader: date | None = None
    factor: date | None = None
    seal_certificate: date | None = None
    leader_certificate: date | None = None
    specimen: date | None = None
    has_calendar: bool = False
    first_call: date | None = None
    needs_software: bool = False
    report: LabReportCard | None = None
    trained: date | None = None
    confirmed: Mapping[Line, ConfirmationCard] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineState:
    """How an agency stands in one line. since: None where no day is known.

    confirmation: in place of a fact, who says so. report: the last one of the lab, for SOFTWARE.
    """

    line: Line
    weight: Weight
    is_met: bool
    since: date | None = None
    confirmation: ConfirmationCard | None = None
    report: LabReportCard | None = None

    @property
    def is_missing(self) -> bool:
        return self.weight == Weight.OBLIGATORY and not self.is_met


@dataclass(frozen=True, slots=True)
class AgencyState:
    """An agency before it joins, or after. now, next: the terms that hold, and the next ones."""

    agency: AgencyCard
    now: ParticipationTerms | None
    next: ParticipationTerms | None
    lines: tuple[LineState, ...]

    @property
    def missing(self) -> tuple[LineState, ...]:
        return tuple(one for one in self.lines if one.is_missing)

    @property
    def is_ready(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule: from a day on, a line weighs so much, or joining is treated so.

    words: the rule as a reader is told it, where it is told.
    """

    id: UUID
    subject: str
    value: str
    holds_from: date
    source: str
    set_by: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TrainingCard:
    """A session of training. agency: who held it; count: how many took part."""

    id: UUID
    held_on: date
    subject: str
    trainer: str
    agency_id: UUID
    agency_name: str
    count: int


@dataclass(frozen=True, slots=True)
class Attended:
    """That a person took part in a session."""

    id: UUID
    person_id: UUID
    person_name: str
    agency_name: str
    held_on: date
    subject: str


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line of a pasted list, with who it names; problem: why nobody is found, in words."""

    number: int
    text: str
    person_id: UUID | None = None
    person_name: str = ""
    agency_name: str = ""
    problem: str = ""
