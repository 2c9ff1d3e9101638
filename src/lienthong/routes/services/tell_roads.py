"""Telling pages of packages below by which road a delivery goes."""

from django.utils.translation import gettext as _

from lienthong.exchange.events import RoadsAsked
from lienthong.exchange.types import Road
from lienthong.routes import queries
from lienthong.routes.types import ParcelState


def tell_roads(asked: RoadsAsked) -> None:
    """Say which of these deliveries go by a route, and whether they wait for it. One statement."""
    for delivery_id, leg in queries.legs(asked.delivery_ids).items():
        waits = leg.state == ParcelState.WAITING
        said = leg.said or (_(leg.trouble.label) if leg.trouble else "")
        asked.found[delivery_id] = Road(leg.route_name, waits, said if waits else "")
