"""What the directory announces, in the transaction in which it happens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from lienthong.directory.types import Move, PostChange
from lienthong.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class TableBroughtIn:
    """A table was taken over: the posts and people that it changed, agencies that it moved."""

    import_id: UUID
    posts: tuple[PostChange, ...]
    moves: tuple[Move, ...]
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class BooksBroughtHere:
    """Agencies that kept their books in their own software keep them here from now on."""

    agency_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class ReorganisationNews:
    """What is said of a plan of reorganisation.

    agency_ids: those that end, are renamed or take over, as far as they are there already.
    proposed_by: the name, proposer_id: the person who made the plan, None: a command on the
    server. actor: who acted now.
    """

    reorganisation_id: UUID
    happens_on: date
    source: str
    agency_ids: tuple[UUID, ...]
    proposed_by: str
    proposer_id: UUID | None
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class ReorganisationProposed:
    """Somebody proposes what becomes of agencies; another person is to agree."""

    news: ReorganisationNews


@dataclass(frozen=True, slots=True)
class ReorganisationDecided:
    """A second person agreed: it happens on its day, today or to come."""

    news: ReorganisationNews


@dataclass(frozen=True, slots=True)
class ReorganisationEnded:
    """A plan is given up before it took effect; reason: of who turned it down, "" if cancelled."""

    news: ReorganisationNews
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Something open that has another owner now. what: a word such as "delivery" or "post"."""

    what: str
    id: str
    label: str
    from_agency: UUID
    to_agency: UUID | None


@dataclass(frozen=True, slots=True)
class HandOver:
    """What one agency that ends hands over.

    heir_id: who gets what names nobody else. units, posts: old id to (new id, agency); a post that
    ends is not in it.
    """

    from_id: UUID
    from_name: str
    heir_id: UUID
    heir_name: str
    units: Mapping[UUID, tuple[UUID, UUID]]
    posts: Mapping[UUID, tuple[UUID, UUID]]


@dataclass(frozen=True, slots=True)
class AgenciesReorganised:
    """Agencies ended and others took over. Subscribers hand on what is open and say so in `moved`.

    A trial announces the same and is rolled back afterwards.
    """

    reorganisation_id: UUID
    happens_on: date
    hand_overs: tuple[HandOver, ...]
    actor: Actor
    now: datetime
    moved: list[Moved] = field(default_factory=list)
