"""What access gives to every page, and its facts as plain values."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest

from lienthong.directory.types import PostCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _


@dataclass(frozen=True, slots=True)
class Seat:
    """From where this session acts, when it is not simply a post of one's own.

    title: as the frame shows it; until: when a broken glass closes, None for acting.
    """

    title: str
    agency_name: str
    until: datetime | None = None


class StaffRequest(HttpRequest):
    """The request of a person who is signed in and acts from a post.

    actor: the person in the post chosen for this session, held today; None on the few pages that
        are also for who holds none.
    posts: all posts held today; the menu offers the others.
    seat: what stands beside the post, if anything does.
    """

    actor: Actor
    posts: list[PostCard]
    seat: Seat | None


@dataclass(frozen=True, slots=True)
class AccountCard:
    id: UUID
    username: str
    person_id: UUID
    is_active: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """That the owner of an account has used it. factor_since: of the second factor; None: none."""

    since: datetime
    factor_since: datetime | None


class ActingKind(StrEnum):
    """By what authority one signs for another (Decree 30/2020/NĐ-CP, Article 13)."""

    DEPUTY = "deputy"  # KT., ký thay người đứng đầu
    BY_ORDER = "by-order"  # TL., thừa lệnh
    AUTHORISED = "authorised"  # TUQ., thừa ủy quyền
    ACTING_HEAD = "acting-head"  # Q., quyền

    @property
    def prefix(self) -> str:
        return _PREFIXES[self]

    @property
    def label(self) -> str:
        return _ACTING_LABELS[self]


_PREFIXES = {
    ActingKind.DEPUTY: "KT.",
    ActingKind.BY_ORDER: "TL.",
    ActingKind.AUTHORISED: "TUQ.",
    ActingKind.ACTING_HEAD: "Q.",
}
_ACTING_LABELS = {
    ActingKind.DEPUTY: _("Ký thay (KT.)"),
    ActingKind.BY_ORDER: _("Thừa lệnh (TL.)"),
    ActingKind.AUTHORISED: _("Thừa ủy quyền (TUQ.)"),
    ActingKind.ACTING_HEAD: _("Quyền (Q.)"),
}


@dataclass(frozen=True, slots=True)
class ActingCard:
    """One acts for another, from a day to a day.

    post: of the one who acts; for_post: of the one acted for.
    kinds: codes of the kinds of document in scope, empty for all; subjects: the areas, in words.
    source: the document that says so. ended_on: its last day when it was ended early.
    """

    id: UUID
    kind: ActingKind
    post: PostCard
    for_post: PostCard
    valid_from: date
    valid_to: date
    kinds: frozenset[str]
    subjects: str
    source: str
    granted_by: str
    ended_on: date | None = None
    end_reason: str = ""

    @property
    def authority(self) -> str:
        """The line over the title of the one who signs; "Q." stands before the title itself."""
        if self.kind == ActingKind.ACTING_HEAD:
            return ""
        return f"{self.kind.prefix} {self.for_post.title.upper()}"

    @property
    def is_across(self) -> bool:
        """Whether one acts for the head of the agency above, and not of the own one."""
        return self.post.agency_id != self.for_post.agency_id

    @property
    def position(self) -> str:
        """The title as it stands under that line; of another agency's head with that agency."""
        if self.kind == ActingKind.ACTING_HEAD:
            return f"{self.kind.prefix} {self.for_post.title}"
        return f"{self.post.title} {self.post.agency_name}" if self.is_across else self.post.title

    @property
    def last_day(self) -> date:
        return self.ended_on or self.valid_to

    def holds(self, on: date) -> bool:
        return self.valid_from <= on <= self.last_day

    def covers(self, kind: str) -> bool:
        """Return whether a kind of document is in scope."""
        return not self.kinds or kind in self.kinds


class GlassState(StrEnum):
    """How far a request to read in an emergency has come."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _GLASS_LABELS[self]


_GLASS_LABELS = {
    GlassState.ASKED: _("Chờ ý kiến"),
    GlassState.AGREED: _("Đang được xem"),
    GlassState.REFUSED: _("Không đồng ý"),
    GlassState.ENDED: _("Đã kết thúc"),
}


@dataclass(frozen=True, slots=True)
class GlassCard:
    """A request of an operator to read what belongs to an agency, and what became of it.

    document_id: the one document asked for; None: all of the agency.
    until: when it closes by itself; None before somebody agreed.
    """

    id: UUID
    state: GlassState
    agency_id: UUID
    agency_name: str
    document_id: UUID | None
    document_text: str
    reason: str
    hours: int
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    decided_by_name: str
    decided_at: datetime | None
    decision_note: str
    until: datetime | None
    ended_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        return self.state == GlassState.AGREED and self.until is not None and now < self.until


class ProposalState(StrEnum):
    """What became of asking an agency whether somebody shall administer it."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    EXPIRED = "expired"  # nobody answered in time

    @property
    def label(self) -> str:
        return _PROPOSAL_LABELS[self]


_PROPOSAL_LABELS = {
    ProposalState.ASKED: _("Chờ ý kiến"),
    ProposalState.AGREED: _("Đã đồng ý"),
    ProposalState.REFUSED: _("Không đồng ý"),
    ProposalState.EXPIRED: _("Hết hạn trả lời"),
}


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """An operator proposed the first administrator of an agency that has people already."""

    id: UUID
    state: ProposalState
    agency_id: UUID
    agency_name: str
    person_id: UUID
    person_name: str
    person_email: str
    title: str
    unit_id: UUID | None
    valid_from: date
    valid_to: date | None
    source: str
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    decided_by_name: str
    decided_at: datetime | None
    note: str


class ReadingWay(StrEnum):
    """How somebody got to see a document."""

    PAGE = "page"
    FILE = "file"
    API = "api"
    PRINT = "print"
    EXPORT = "export"

    @property
    def label(self) -> str:
        return _WAY_LABELS[self]


_WAY_LABELS = {
    ReadingWay.PAGE: _("Mở trang"),
    ReadingWay.FILE: _("Mở tệp"),
    ReadingWay.API: _("Phần mềm lấy về"),
    ReadingWay.PRINT: _("In"),
    ReadingWay.EXPORT: _("Xuất danh sách"),
}


@dataclass(frozen=True, slots=True)
class ReadingLine:
    """Who saw what, how, and when for the first time on that day."""

    id: UUID
    read_at: datetime
    way: ReadingWay
    person_id: UUID | None
    person_name: str
    title: str
    agency_id: UUID
    version_id: UUID | None
    reference: str
    part: str
    is_glass: bool
    acting_id: UUID | None


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """A browser from which an account has signed in."""

    id: UUID
    browser: str
    address: str
    first_seen_at: datetime
    last_seen_at: datetime
