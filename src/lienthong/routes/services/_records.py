"""What the ledger keeps of routes."""

from datetime import datetime
from uuid import UUID

from lienthong.kernel.actor import Actor, ActorKind
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.routes.models import Parcel, Route


def recorded(what: str, row: Route, *, actor: Actor, now: datetime, **private: str) -> None:
    """Record a change of a route in the transaction that makes it. what: as in "route-added"."""
    act = Act(
        name=f"routes.{what}",
        subjects={"route": str(row.pk)},
        private={"slug": row.slug, "address": row.address, **private},
    )
    ledger.record(act, actor=actor, at=now)


def recorded_parcel(
    what: str, parcel: Parcel, row: Route, *, now: datetime, **private: str
) -> None:
    """Record what the other side said of something that was carried."""
    about = {"dispatch": parcel.dispatch_id, "report": parcel.report_id}
    act = Act(
        name=f"routes.{what}",
        subjects={
            "route": str(row.pk),
            **{name: str(one) for name, one in about.items() if one},
        },
        private={"route": row.name, **private},
    )
    ledger.record(act, actor=speaking(row), at=now)


def speaking(row: Route, agency_id: UUID | None = None) -> Actor:
    """Return the route as the one who acts, for an agency behind it where one is named."""
    return Actor(
        kind=ActorKind.SYSTEM,
        name=row.name,
        title=row.name,
        account_id=row.pk,
        agency_id=agency_id,
        role=ActorKind.SYSTEM,
    )
