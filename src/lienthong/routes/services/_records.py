"""What the ledger keeps of routes."""

from collections.abc import Sequence
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
    what: str,
    parcel: Parcel,
    row: Route,
    deliveries: Sequence[DeliveryCard] = (),
    *,
    now: datetime,
    **private: str,
) -> None:
    """Record what became of something on its way; an item for each of these deliveries."""
    about = {"dispatch": parcel.dispatch_id, "report": parcel.report_id}
    if deliveries:
        about["version"] = deliveries[0].version_id
    act = Act(
        name=f"routes.{what}",
        subjects={
            "route": str(row.pk),
            **{name: str(one) for name, one in about.items() if one},
        },
        private={"route": row.name, **_document(deliveries), **private},
        items=[
            ActItem(key=str(one.id), private={"recipient": one.recipient_name})
            for one in deliveries
        ],
    )
    ledger.record(act, actor=speaking(row), at=now)


def deliveries_of(parcel: Parcel, **facts: bool) -> list[DeliveryCard]:
    """Return the deliveries of a document on its way, of the loads that are so."""
    loads = Load.objects.filter(parcel=parcel, **facts).values_list("delivery_id", flat=True)
    return exchange.delivery_cards(list(loads)) if parcel.dispatch_id else []


def _document(deliveries: Sequence[DeliveryCard]) -> dict[str, str]:
    """What is committed of the document that was carried."""
    if not deliveries:
        return {}
    version = documents.version_card(deliveries[0].version_id)
    return {
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
