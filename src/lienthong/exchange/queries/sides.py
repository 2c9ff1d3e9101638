"""The sendings of one version as one agency knows them, gathered together."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from lienthong.directory import queries as directory
from lienthong.exchange.queries.deliveries import (
    card_of_delivery,
    delivery_rows,
    dispatches_of_version,
    in_order_of_names,
)
from lienthong.exchange.types import DeliveryCard, DispatchCard


@dataclass(frozen=True, slots=True)
class Sides:
    """What an agency, or one that it inherited from, sent and was sent of a version.

    dispatches: those of which it is a side, the first one first. received: the latest delivery to
    it. sent: its own deliveries, by the recipients' names.
    """

    dispatches: tuple[DispatchCard, ...]
    received: DeliveryCard | None
    sent: tuple[DeliveryCard, ...]


def sides_of(version_id: UUID, *, agency_id: UUID) -> Sides:
    """Return how an agency stands to the sendings of a version. Three statements."""
    dispatches = dispatches_of_version(version_id)
    held = directory.with_inherited(agency_id)
    ours = {one.id for one in dispatches if one.sender_id in held}
    rows = delivery_rows().filter(
        Q(recipient_id__in=held) | Q(dispatch_id__in=ours),
        dispatch_id__in=[one.id for one in dispatches],
    )
    cards = in_order_of_names(card_of_delivery(row) for row in rows)
    to_it = [card for card in cards if card.recipient_id in held]
    received = max(
        to_it,
        key=lambda one: (one.recipient_id == agency_id, one.admitted_at, one.id),
        default=None,
    )
    known = ours | ({received.dispatch_id} if received else set())
    return Sides(
        dispatches=tuple(one for one in dispatches if one.id in known),
        received=received,
        sent=tuple(card for card in cards if card.dispatch_id in ours),
    )
