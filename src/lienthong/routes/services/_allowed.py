"""Who may speak on a route: those behind it, about what went or came by it."""

from collections.abc import Collection
from uuid import UUID

from lienthong.exchange import queries as exchange
from lienthong.exchange.types import StatusCode
from lienthong.gateways.types import Spoken
from lienthong.routes.errors import DeliveryElsewhere, SpeakerElsewhere
from lienthong.routes.models import Fetched, Load, Reached, Route
from lienthong.routes.types import ParcelKind


def require_of_route(row: Route, spoken: Spoken) -> None:
    """Let a package of the other side do only what lies behind this route; three statements.

    Otherwise whoever owns one end of one route could speak for everybody.
    Raises SpeakerElsewhere, DeliveryElsewhere.
    """
    behind = Reached.objects.filter(route=row, agency_id=spoken.sender.id, is_gone=False)
    if not spoken.sender.is_outside or not behind.exists():
        raise SpeakerElsewhere(name=spoken.sender.name)
    if spoken.code == StatusCode.TAKE_BACK:
        is_ours = _came_by(row, spoken.delivery_ids)
    else:
        is_ours = spoken.code is None or _went_by(row, spoken.delivery_ids)
    if not is_ours:
        raise DeliveryElsewhere


def _went_by(row: Route, delivery_ids: Collection[UUID]) -> bool:
    loads = Load.objects.filter(parcel__route=row, parcel__kind=ParcelKind.DOCUMENT)
    return loads.filter(delivery_id__in=delivery_ids).exists()


def _came_by(row: Route, delivery_ids: Collection[UUID]) -> bool:
    asked = {one.version_id for one in exchange.delivery_cards(list(delivery_ids))}
    brought = Fetched.objects.filter(route=row, kind=ParcelKind.DOCUMENT)
    rows = brought.filter(package__version_id__in=asked)
    return asked == set(rows.values_list("package__version_id", flat=True))
