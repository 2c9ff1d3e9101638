"""The words of routes, and their facts as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO
from uuid import UUID

from lienthong.kernel.wording import noop as _


class RouteKind(StrEnum):
    """Whom a route leads to."""

    AXIS = "axis"  # a parent exchange, by the interface of the national axis
    SISTER = "sister"  # another installation of this program, by its interface for systems

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    RouteKind.AXIS: _("Trục liên thông cấp trên"),
    RouteKind.SISTER: _("Hệ thống ngang cấp"),
}


class RouteState(StrEnum):
    """Whether a route is used. What waits for one that is off goes when it is on again."""

    ON = "on"
    OFF = "off"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    RouteState.ON: _("Đang dùng"),
    RouteState.OFF: _("Tạm dừng"),
    RouteState.ENDED: _("Đã kết thúc"),
}


class ParcelKind(StrEnum):
    """What is carried."""

    DOCUMENT = "document"
    STATUS = "status"

    @property
    def label(self) -> str:
        return _PARCEL_KINDS[self]


_PARCEL_KINDS = {
    ParcelKind.DOCUMENT: _("Văn bản"),
    ParcelKind.STATUS: _("Trạng thái"),
}


class ParcelState(StrEnum):
    """Where what is carried stands; the other side's word for it is in `said`."""

    WAITING = "waiting"
    CARRIED = "carried"  # the other side has it and said so
    GIVEN_UP = "given-up"  # turned down for good, or its time is over; the sender was told

    @property
    def label(self) -> str:
        return _PARCEL_STATES[self]


_PARCEL_STATES = {
    ParcelState.WAITING: _("Chờ chuyển"),
    ParcelState.CARRIED: _("Đã chuyển"),
    ParcelState.GIVEN_UP: _("Không chuyển được"),
}


class FetchedState(StrEnum):
    """What became of a package that the other side listed for us."""

    WAITING = "waiting"  # not understood yet, looked at again
    TAKEN = "taken"
    TURNED_DOWN = "turned-down"

    @property
    def label(self) -> str:
        return _FETCHED_STATES[self]


_FETCHED_STATES = {
    FetchedState.WAITING: _("Chờ xử lý lại"),
    FetchedState.TAKEN: _("Đã nhận"),
    FetchedState.TURNED_DOWN: _("Không nhận được"),
}


class Trouble(StrEnum):
    """Why the other side of a route could not be asked."""

    NONE = ""
    NOT_RESOLVED = "not-resolved"
    FORBIDDEN_ADDRESS = "forbidden-address"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls-failed"
    TIMED_OUT = "timed-out"
    NO_ANSWER = "no-answer"  # the connection broke
    ODD_ANSWER = "odd-answer"  # what came is no answer of the interface
    NOT_LET_IN = "not-let-in"  # the other side knows us not, or not so

    @property
    def label(self) -> str:
        return _TROUBLES[self]


_TROUBLES = {
    Trouble.NONE: "",
    Trouble.NOT_RESOLVED: _("Không tìm thấy tên máy chủ"),
    Trouble.FORBIDDEN_ADDRESS: _("Địa chỉ nằm trong mạng chưa được cho phép"),
    Trouble.UNREACHABLE: _("Không kết nối được tới máy chủ"),
    Trouble.TLS_FAILED: _("Chứng thư của máy chủ không được tin"),
    Trouble.TIMED_OUT: _("Máy chủ trả lời quá chậm"),
    Trouble.NO_ANSWER: _("Kết nối bị ngắt giữa chừng"),
    Trouble.ODD_ANSWER: _("Trả lời không đúng giao diện"),
    Trouble.NOT_LET_IN: _("Bên kia không cho vào"),
}


class DifferenceKind(StrEnum):
    """Why an agency of the other side's list is left to an operator."""

    OURS = "ours"  # its code belongs to an agency of this installation
    ODD = "odd"  # its code or name cannot be entered
    NOT_REGISTERED = "not-registered"  # the other side did not take an agency of ours
    MISSING = "missing"  # listed no more, together with so many others that it may be a mistake

    @property
    def label(self) -> str:
        return _DIFFERENCES[self]


_DIFFERENCES = {
    DifferenceKind.OURS: _("Mã thuộc hệ thống này"),
    DifferenceKind.ODD: _("Không nhập được vào danh bạ"),
    DifferenceKind.NOT_REGISTERED: _("Bên kia chưa nhận đăng ký cơ quan của ta"),
    DifferenceKind.MISSING: _("Danh sách ngắn hẳn đi; chưa cho ngừng"),
}


@dataclass(frozen=True, slots=True)
class NewRoute:
    """A route as an operator describes it.

    slug: its short name. caller: under which name the other side knows us (`systemid`, key id).
    secret: what proves it: the shared secret, or the private key in PEM.
    networks: private ones in which the other side may lie, in CIDR. authority: in PEM, who vouches
    for its server beside the authorities of this machine. stands_for: code trees of our agencies
    that are entered there; leads_to: those that lie behind it; "*" is all.
    cost: of several routes to one agency the cheapest is taken.
    """

    slug: str
    name: str
    kind: RouteKind
    address: str
    caller: str
    secret: str = field(repr=False)
    networks: tuple[str, ...] = ()
    authority: str = ""
    stands_for: tuple[str, ...] = ("*",)
    leads_to: tuple[str, ...] = ("*",)
    cost: int = 100


@dataclass(frozen=True, slots=True)
class RouteCard:
    """A route as pages show it; see `NewRoute`. waiting, given_up: parcels."""

    id: UUID
    slug: str
    name: str
    kind: RouteKind
    state: RouteState
    address: str
    caller: str
    networks: tuple[str, ...]
    stands_for: tuple[str, ...]
    leads_to: tuple[str, ...]
    cost: int
    trouble: Trouble
    said: str
    failing_since: datetime | None
    succeeded_at: datetime | None
    listed_at: datetime | None
    waiting: int = 0
    given_up: int = 0
    turned_down: int = 0
    agencies: int = 0


@dataclass(frozen=True, slots=True)
class Access:
    """How the other side of a route is called. authority: PEM, "" for that of the machine."""

    address: str
    caller: str
    secret: str = field(repr=False)
    networks: tuple[str, ...]
    authority: str = ""


@dataclass(frozen=True, slots=True)
class TheirAgency:
    """An agency as the other side lists it."""

    code: str
    name: str
    email: str = ""
    old_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A file that goes along with a document. open: gives its clear content from the beginning."""

    part: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class DeliveryThere:
    """A delivery as a sister made it. code: of its recipient; receipt: where that is."""

    id: str
    code: str
    receipt: str


@dataclass(frozen=True, slots=True)
class SubmittedThere:
    """What a sister made of a document."""

    dispatch: str
    deliveries: tuple[DeliveryThere, ...]


@dataclass(frozen=True, slots=True)
class LineThere:
    """A line of a delivery's course at a sister; code: a status code of the edXML form."""

    id: str
    code: str
    note: str
    entry_number: str
    entered_on: date | None
    happened_at: datetime | None
    receipt: str


@dataclass(frozen=True, slots=True)
class CourseThere:
    """The course of a delivery at a sister, in the order it was received there."""

    lines: tuple[LineThere, ...]
    has_ended: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """What the other side said of something that was brought: its name for it there.

    deliveries: its deliveries by the id of our recipient, where it tells them.
    """

    reference: str = ""
    deliveries: Mapping[UUID, DeliveryThere] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReceiptCard:
    """What a sister's ledger says about a delivery, as it came (docs/reference/receipt.md)."""

    route_name: str
    delivery_id: UUID
    record: str
    content: str


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """Something that is carried, as operators see it; who reads the page sees no content."""

    id: UUID
    kind: ParcelKind
    state: ParcelState
    speaker_name: str
    reference_code: str
    attempts: int
    made_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    code: str
    said: str
    reference: str


@dataclass(frozen=True, slots=True)
class FetchedCard:
    """A package that the other side listed, and what became of it."""

    id: UUID
    their_id: str
    kind: ParcelKind
    state: FetchedState
    attempts: int
    code: str
    said: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceCard:
    """An agency that an operator has to look at."""

    kind: DifferenceKind
    code: str
    name: str
    said: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Leg:
    """By which route one delivery goes, and how far it has come there."""

    delivery_id: UUID
    route_name: str
    state: ParcelState
    made_at: datetime
    ended_at: datetime | None
    attempts: int
    said: str
    trouble: Trouble
