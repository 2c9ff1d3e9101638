"""The closed lists of the directory, and its facts as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from lienthong.kernel.wording import noop as _

# The row of agencies that stands for every sender outside the directory; nobody works in it.
UNLISTED = UUID(int=0x7000_8000_0000_0000_0001)


class AgencyClass(StrEnum):
    """What kind of body issues: notations and rules differ by it (Decree 30/2020, Article 2)."""

    STATE = "state"  # cơ quan nhà nước
    PARTY = "party"  # cơ quan Đảng
    MASS = "mass"  # tổ chức chính trị - xã hội, đoàn thể
    JUDICIAL = "judicial"  # tòa án, viện kiểm sát
    SERVICE = "service"  # đơn vị sự nghiệp
    ENTERPRISE = "enterprise"  # doanh nghiệp


class AgencyLevel(StrEnum):
    CENTRAL = "central"
    PROVINCE = "province"
    DEPARTMENT = "department"  # sở, ban, ngành
    DISTRICT = "district"  # huyện, thị xã, thành phố
    COMMUNE = "commune"
    UNDER = "under"  # đơn vị trực thuộc


class CodeForm(StrEnum):
    """Two forms of one agency's code are in use; neither is computed from the other."""

    QCVN_102 = "qcvn-102"  # 000.00.00.H19, 13 characters
    QD_20 = "qd-20"  # H19.1.5, at most 35 characters
    FOREIGN = "foreign"  # what a partner writes, of neither form


class Role(StrEnum):
    """What a post does in its agency; operator, monitor and reviewer watch over a province."""

    CLERK = "clerk"
    LEADER = "leader"
    OFFICER = "officer"
    OPERATOR = "operator"  # Sở Thông tin và Truyền thông
    MONITOR = "monitor"  # Văn phòng UBND tỉnh
    REVIEWER = "reviewer"  # Sở Nội vụ
    ADMINISTRATOR = "administrator"  # gives posts in its agency and those below; no content

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.CLERK: _("Văn thư"),
    Role.LEADER: _("Lãnh đạo"),
    Role.OFFICER: _("Chuyên viên"),
    Role.OPERATOR: _("Quản trị hệ thống"),
    Role.MONITOR: _("Theo dõi, đôn đốc"),
    Role.REVIEWER: _("Đánh giá, thi đua"),
    Role.ADMINISTRATOR: _("Quản trị cơ quan"),
}


# Whoever answers for an agency: they are asked, and told.
HEADS = (Role.LEADER, Role.ADMINISTRATOR)


class SuccessionKind(StrEnum):
    """What ended an agency. A new name or a new code ends nothing: the agency stays the same."""

    MERGED = "merged"  # one successor
    SPLIT = "split"  # several successors


class ImportState(StrEnum):
    """The life of an import: looked at, then taken over or given up."""

    CHECKED = "checked"
    APPLIED = "applied"


class ReorganisationState(StrEnum):
    """The life of a reorganisation: one proposes, another one agrees, it has its day."""

    PROPOSED = "proposed"  # waits for a second person
    DECLINED = "declined"  # by that person
    PLANNED = "planned"  # decided; its day has not come
    DONE = "done"
    CANCELLED = "cancelled"  # before its day

    @property
    def label(self) -> str:
        return _REORGANISATION_LABELS[self]


_REORGANISATION_LABELS = {
    ReorganisationState.PROPOSED: _("Chờ người thứ hai đồng ý"),
    ReorganisationState.DECLINED: _("Không được đồng ý"),
    ReorganisationState.PLANNED: _("Chờ đến ngày hiệu lực"),
    ReorganisationState.DONE: _("Đã có hiệu lực"),
    ReorganisationState.CANCELLED: _("Đã hủy trước ngày hiệu lực"),
}


class PartnerScope(StrEnum):
    """Whom a participating agency exchanges with (9459/UBND-TTTH, point 1)."""

    EVERYONE = "everyone"
    COMMITTEE = "committee"  # only the provincial committee


# How the sources of days begin that no decision of the province set; the version follows.
LIST_OF_DAYS = "holidays "


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that is not what its weekday says. source: the decision or list that says so."""

    day: date
    is_working: bool
    name: str
    source: str

    @property
    def is_of_list(self) -> bool:
        """Whether it comes from the list of the law's days that the program brings along."""
        return self.source.startswith(LIST_OF_DAYS)


@dataclass(frozen=True, slots=True)
class AgencyCard:
    """An agency as other packages show it: one row, no further look-up.

    code: the code that we write now, "" for an agency without one.
    place: where its documents are dated ("Biên Hòa").
    books_here: its books are kept in this installation, so that a dispatch by the API takes its
        number here; False for an agency whose own software keeps them.
    is_outside: of another installation; it is reached by a route, and nobody of it works here.
    """

    id: UUID
    name: str
    abbreviation: str
    code: str
    agency_class: AgencyClass
    level: AgencyLevel
    parent_id: UUID | None
    valid_from: date | None
    valid_to: date | None
    place: str = ""
    email: str = ""
    telephone: str = ""
    address: str = ""
    books_here: bool = True
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class UnitCard:
    id: UUID
    agency_id: UUID
    name: str
    abbreviation: str


@dataclass(frozen=True, slots=True)
class PersonCard:
    id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PostCard:
    """One person in one post: what a menu and a trace need to name it.

    authority: printed over the title of one who signs for another ("KT. CHỦ TỊCH").
    """

    id: UUID
    person_id: UUID
    person_name: str
    title: str
    role: Role
    agency_id: UUID
    agency_name: str
    unit_id: UUID | None
    unit_name: str
    authority: str = ""


@dataclass(frozen=True, slots=True)
class PostingCard:
    """A post with its days. valid_to: its last day; None while no end is set."""

    post: PostCard
    valid_from: date
    valid_to: date | None

    def is_held(self, on: date) -> bool:
        """Return whether its days hold on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A name that stands for many agencies; which ones is asked for a day."""

    id: UUID
    name: str
    parent_id: UUID | None


@dataclass(frozen=True, slots=True)
class ParticipationTerms:
    """From when, until when, with whom and for which kinds an agency exchanges (A4).

    kinds: codes of kinds in scope; empty means every kind.
    """

    agency_id: UUID
    starts_on: date
    ends_on: date | None
    partners: PartnerScope
    kinds: frozenset[str]
    wave: str = ""
    obligatory_on: date | None = None


class Readiness(StrEnum):
    """Whether an agency can be an electronic recipient on a day (A4)."""

    READY = "ready"
    NOT_JOINED = "not-joined"  # no participation at all, or it has ended
    NOT_YET = "not-yet"  # its start lies ahead
    KIND_OUT_OF_SCOPE = "kind-out-of-scope"
    PARTNER_OUT_OF_SCOPE = "partner-out-of-scope"
    CLOSED = "closed"  # the agency no longer exists


@dataclass(frozen=True, slots=True)
class RecipientReadiness:
    """The answer for one recipient on one day.

    starts_on: the start of the participation that decides, or of the next one (`NOT_YET`).
    successor: of a closed agency, the one that took over; None when none or several did.
    successors: all that took over and exist on that day.
    obligatory_on: from when electronic sending is obligatory for it.
    """

    agency: AgencyCard
    readiness: Readiness
    starts_on: date | None
    successor: AgencyCard | None
    successors: tuple[AgencyCard, ...] = ()
    obligatory_on: date | None = None


@dataclass(frozen=True, slots=True)
class PostChange:
    """A line that gives, ends or changes a post, or that changes its person.

    agency_id, person_id: None for those that the same file brings in, as long as nothing is
    written. is_new: the post is given by this line. ends_on: the last day that the line sets, where
    the post stood without one or with another. authority: the new line over the signature, if it
    changes. new_name, new_mailbox: of a person who was known, if they change.
    """

    line: int
    post_id: UUID | None
    person_id: UUID | None
    person_name: str
    agency_id: UUID | None
    role: Role
    title: str
    valid_from: date
    valid_to: date | None
    is_new: bool
    ends_on: date | None = None
    authority: str = ""
    new_name: str = ""
    new_mailbox: str = ""

    @property
    def touches_post(self) -> bool:
        return self.is_new or self.ends_on is not None or bool(self.authority)

    @property
    def touches_person(self) -> bool:
        """Whether somebody who was known gets another name or another mailbox."""
        return bool(self.new_name or self.new_mailbox)


@dataclass(frozen=True, slots=True)
class Move:
    """A line that puts an agency under another one: whoever stands over it changes."""

    line: int
    agency_id: UUID
    agency_name: str
    parent_code: str


@dataclass(frozen=True, slots=True)
class WrongLine:
    """Why a line of an import may not come in.

    code: one of the findings of imports; column: the name of a column, "" for the whole line.
    """

    code: str
    column: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
