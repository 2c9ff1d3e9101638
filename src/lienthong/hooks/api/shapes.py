"""What programs say about hooks, and what they are told."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from lienthong.apikit.schemas import StrictSchema
from lienthong.directory.types import AgencyCard
from lienthong.hooks.types import AttemptCard, HookCard, NewsKind, NotificationCard

Address = Annotated[str, Field(min_length=1, max_length=500, description="https://…")]
Kinds = Annotated[list[NewsKind], Field(min_length=1, max_length=20)]
Codes = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=60)]],
    Field(min_length=1, max_length=500, description="codes; left out: all you act for"),
]


class NewHookIn(StrictSchema):
    address: Address
    kinds: Kinds
    agencies: Codes | None = None


class HookChangeIn(StrictSchema):
    """What is left out stays as it is."""

    address: Address | None = None
    kinds: Kinds | None = None
    agencies: Codes | None = None


class ResendIn(StrictSchema):
    """Which of the given-up ones; none: all of them."""

    notifications: Annotated[list[UUID], Field(max_length=500)] = []


class HookOut(Schema):
    """`state`: unproved, active, paused, closed.

    `succeeded_at`: the last call that was taken; `failing_since`: all have failed since then.
    """

    id: UUID
    address: str
    kinds: list[str]
    agencies: list[str]
    state: str
    pause_reason: str
    failing_since: datetime | None
    succeeded_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, card: HookCard, agencies: dict[UUID, AgencyCard]) -> Self:
        return cls(
            id=card.id,
            address=card.address,
            kinds=[str(kind) for kind in card.kinds],
            agencies=sorted(agencies[one].code for one in card.agency_ids),
            state=str(card.state),
            pause_reason=str(card.pause_reason),
            failing_since=card.failing_since,
            succeeded_at=card.succeeded_at,
            created_at=card.created_at,
        )


class HooksOut(Schema):
    hooks: list[HookOut]


class AttemptOut(Schema):
    """One call; `id` went along as X-Request-ID. `status` is 0 where nobody answered."""

    id: UUID
    notification: UUID
    kind: str
    sequence: int | None
    outcome: str
    status: int
    milliseconds: int
    called_at: datetime

    @classmethod
    def of(cls, card: AttemptCard) -> Self:
        return cls(
            id=card.id,
            notification=card.notification_id,
            kind=str(card.kind),
            sequence=card.number,
            outcome=str(card.outcome),
            status=card.status,
            milliseconds=card.milliseconds,
            called_at=card.called_at,
        )


class AttemptsOut(Schema):
    attempts: list[AttemptOut]
    next: str | None


class DeadOut(Schema):
    """A notification that was given up. `delivery`: what it was about."""

    id: UUID
    kind: str
    delivery: UUID
    sequence: int | None
    attempts: int
    made_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, card: NotificationCard) -> Self:
        return cls(
            id=card.id,
            kind=str(card.kind),
            delivery=card.subject_id,
            sequence=card.number,
            attempts=card.attempts,
            made_at=card.made_at,
            ended_at=card.ended_at,
        )


class DeadListOut(Schema):
    dead: list[DeadOut]
    next: str | None


class ResentOut(Schema):
    resent: int


class HookKeyOut(Schema):
    """A key that signs notifications, or did; `id` is the `keyid` of their signatures."""

    id: str
    public_pem: str


class HookKeysOut(Schema):
    keys: list[HookKeyOut]
