"""What exchange announces, inside the transaction in which it happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents.types import VersionCard
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryCard,
    DeliveryState,
    DispatchCard,
    NotCarried,
    Road,
    StatusLine,
    UrgedAbout,
)
from lienthong.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class RoadsAsked:
    """A page shows deliveries; whoever carries some of them outside says so in `found`."""

    delivery_ids: tuple[UUID, ...]
    found: dict[UUID, Road] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dispatched:
    """A version was promised to agencies, and those of this installation have it.

    agencies: the sender and the recipients.
    """

    dispatch: DispatchCard
    version: VersionCard
    sender: AgencyCard
    deliveries: tuple[DeliveryCard, ...]
    agencies: Mapping[UUID, AgencyCard]
    is_urgent: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Reported:
    """What was reported about one delivery; `delivery` stands as the rule made it afterwards.

    was: where it stood before.
    """

    delivery: DeliveryCard
    line: StatusLine
    was: DeliveryState


@dataclass(frozen=True, slots=True)
class StatusesReported:
    """A recipient reported about deliveries to it, one or many, each once."""

    reports: tuple[Reported, ...]
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class ChangeRequested:
    """A sender asks these recipients to give the document back, or to take another instead.

    new: what comes instead; the sending that brings it was announced just before.
    """

    kind: ChangeKind
    deliveries: tuple[DeliveryCard, ...]
    reason: str
    now: datetime
    new: VersionCard | None = None


@dataclass(frozen=True, slots=True)
class ChangeAnswered:
    """A recipient agreed (15) or declined (16).

    offered: what was to come instead, as it stands after the answer; None for a recall.
    not_carried: the recipient declined nothing; what was offered did not come there.
    """

    kind: ChangeKind
    delivery: DeliveryCard
    is_agreed: bool
    now: datetime
    offered: DeliveryCard | None = None
    not_carried: NotCarried | None = None


@dataclass(frozen=True, slots=True)
class Urged:
    """The recipients of these deliveries were urged from outside; about: by delivery, with what.

    by: the agency of who urged.
    """

    deliveries: tuple[DeliveryCard, ...]
    about: Mapping[UUID, UrgedAbout]
    by: AgencyCard
    now: datetime
