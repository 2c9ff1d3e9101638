"""What the ledger keeps of routes."""

from datetime import datetime
from uuid import UUID

from lienthong.documents import queries as documents
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act, ActItem
from lienthong.routes.models import Load, Parcel, Route


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
    """Record what became of something on its way, a document with an item for each delivery."""
    about = {"dispatch": parcel.dispatch_id, "report": parcel.report_id}
    deliveries, document = _carried_of(parcel)
    if deliveries:
        about["version"] = deliveries[0].version_id
    act = Act(
        name=f"routes.{what}",
        subjects={
            "route": str(row.pk),
            **{name: str(one) for name, one in about.items() if one},
        },
        private={"route": row.name, **document, **private},
        items=[
            ActItem(key=str(one.id), private={"recipient": one.recipient_name})
            for one in deliveries
        ],
    )
    ledger.record(act, actor=speaking(row), at=now)


def _carried_of(parcel: Parcel) -> tuple[list[DeliveryCard], dict[str, str]]:
    """Return the deliveries of a document on its way, and what is committed of it."""
    loads = Load.objects.filter(parcel=parcel).values_list("delivery_id", flat=True)
    deliveries = exchange.delivery_cards(list(loads)) if parcel.dispatch_id else []
    if not deliveries:
        return [], {}
    version = documents.version_card(deliveries[0].version_id)
    return deliveries, {
        "content": version.content_digest,
        "reference_code": version.reference_code,
        "subject": version.subject,
        "sender": deliveries[0].sender_name,
    }


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
