"""Connected systems, their keys and their callers as plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.http import HttpRequest

from lienthong.apikit.keys import AnswerStore
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.systems.errors import AgencyNotNamed

# Written for `networks` when a system may call from anywhere; said, never assumed.
ANYWHERE = "any"


class SystemState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _STATE_LABELS[self]


_STATE_LABELS = {
    SystemState.ACTIVE: _("đang hoạt động"),
    SystemState.PAUSED: _("tạm dừng"),
    SystemState.CLOSED: _("đã đóng"),
}


class RequestState(StrEnum):
    """What became of asking an agency to let a system act for it."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by those who asked, or because there was nothing left to ask
    EXPIRED = "expired"  # nobody answered in time

    @property
    def label(self) -> str:
        return _REQUEST_LABELS[self]


_REQUEST_LABELS = {
    RequestState.ASKED: _("chờ cơ quan trả lời"),
    RequestState.AGREED: _("đã đồng ý"),
    RequestState.REFUSED: _("không đồng ý"),
    RequestState.WITHDRAWN: _("đã rút"),
    RequestState.EXPIRED: _("hết hạn trả lời"),
}


class KeyKind(StrEnum):
    """How a key proves who calls; the first three are names of RFC 9421, section 6.2.2."""

    ED25519 = "ed25519"
    ECDSA_P256 = "ecdsa-p256-sha256"
    RSA_PSS = "rsa-pss-sha512"
    BEARER = "bearer"  # a secret sent along; for trials only
    SHARED = "hmac-sha256"  # a secret that both sides have; only for the interface of the axis


class KeyState(StrEnum):
    """Where a key stands at a moment; computed, never stored."""

    USABLE = "usable"
    NOT_YET = "not-yet"
    ENDED = "ended"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return _KEY_LABELS[self]


_KEY_LABELS = {
    KeyState.USABLE: _("đang dùng"),
    KeyState.NOT_YET: _("chưa tới hạn dùng"),
    KeyState.ENDED: _("hết hạn"),
    KeyState.REVOKED: _("đã thu hồi"),
}


@dataclass(frozen=True, slots=True)
class SystemCard:
    """A connected system.

    slug: its name on the command line and in keys' ids. networks: in CIDR, or "any" alone.
    requests_a_minute, bytes_a_minute: what it may ask of us.
    certificates: SHA-256 of the client certificates with which it calls the interface of the axis,
        hexadecimal; empty: its networks say enough.
    """

    id: UUID
    slug: str
    name: str
    contact: str
    state: SystemState
    networks: tuple[str, ...]
    requests_a_minute: int
    bytes_a_minute: int
    created_at: datetime
    certificates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantCard:
    """For which agency a system may act, and from when until when (both days included)."""

    agency_id: UUID
    agency_name: str
    agency_code: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class RequestCard:
    """An operator asked an agency to let a system act for it, and what was answered."""

    id: UUID
    state: RequestState
    system: SystemCard
    agency_id: UUID
    agency_name: str
    agency_code: str
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    decided_by_name: str
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class SystemHere:
    """A system that may act for an agency, as the agency sees it: since when, with which keys."""

    system: SystemCard
    valid_from: date
    valid_to: date | None
    keys: tuple["KeyCard", ...]


@dataclass(frozen=True, slots=True)
class KeyCard:
    """A key, without anything secret. valid_to: the moment from which it counts no more."""

    id: UUID
    key_id: str
    kind: KeyKind
    state: KeyState
    valid_from: datetime
    valid_to: datetime | None
    last_used_on: date | None


@dataclass(frozen=True, slots=True)
class DelegationCard:
    """A code below which a system enters and ends agencies by itself."""

    code: str
    given_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key that was made here: what is secret is in nobody's hand but the caller's."""

    card: KeyCard
    secret: str


@dataclass(frozen=True, slots=True)
class FailureCard:
    """Calls that were turned down for one reason: how many, when last, from where."""

    code: str
    address: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class SystemCaller:
    """Who calls: a system that has proved itself, acting for one of its agencies.

    agency_ids: all for which it may act today. agency_id: the one that the request names, or the
    only one; None when it named none and may act for several.
    """

    system: SystemCard
    key_id: str
    agency_ids: frozenset[UUID]
    agency_id: UUID | None
    answers: AnswerStore
    actor_for: Callable[[UUID], Actor]

    @property
    def actor(self) -> Actor:
        """The system as actor in the agency of this request. Raises AgencyNotNamed."""
        if self.agency_id is None:
            raise AgencyNotNamed(system=self.system.name)
        return self.actor_for(self.agency_id)


class SystemRequest(HttpRequest):
    """The request of a system that was let in."""

    auth: SystemCaller
