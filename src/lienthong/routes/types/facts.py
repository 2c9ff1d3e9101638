"""The facts of routes as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID

from lienthong.exchange.types import DeliveryState
from lienthong.routes.types.words import (
    DifferenceKind,
    FetchedState,
    ParcelKind,
    ParcelState,
    RouteKind,
    RouteState,
    Trouble,
)


@dataclass(frozen=True, slots=True)
class NewRoute:
    """A route as an operator describes it.

    slug: its short name. caller: under which name the other side knows us (`systemid`, key id).
    secret: what proves it: the shared secret, or the private key in PEM.
    networks: private ones in which the other side may lie, in CIDR. authority: in PEM, who vouches
    for its server beside the authorities of this machine. stands_for: code trees of our agencies
    that are entered there; leads_to: those that lie behind it; "*" is all.
    cost: of several routes to one agency the cheapest is taken.
    Of mail: caller, secret: the login at the mail server, both empty for none; sender: from whom
    letters are; site: our address as recipients reach it; largest: bytes of one letter.
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
    sender: str = ""
    site: str = ""
    largest: int = 0


@dataclass(frozen=True, slots=True)
class RouteCard:
    """A route as pages show it; see `NewRoute`. waiting, given_up: parcels.

    may_be_there: documents that wait and that the other side may have already.
    """

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
    authority: str = ""
    may_be_there: int = 0
    sender: str = ""
    site: str = ""
    largest: int = 0


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
    """A delivery as a sister made it. code: of its recipient; receipt: where that is.

    dispatch: the sending that made it there, "" where it was not told.
    """

    id: str
    code: str
    receipt: str
    dispatch: str = ""


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
    may_be_there: bool = False


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
class MailboxCard:
    """An agency that a route of mail leads to, and its mailbox."""

    agency_id: UUID
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class LetterCard:
    """What the page behind the link of a letter says of it; nothing of its content.

    course: codes of the status reports so far; asks: what the sender asks, "" for nothing.
    """

    delivery_id: UUID
    reference_code: str
    issued_on: date
    sender_name: str
    recipient_name: str
    state: DeliveryState
    entry_number: str
    entered_on: date | None
    asks: str
    reason: str


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
