"""The other ends of routes, as the settings name their adapters."""

from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.routes import queries
from lienthong.routes.models import Route
from lienthong.routes.ports import Parent, Relay, Sister


def parent_of(row: Route) -> Parent:
    """Return the parent exchange at the end of a route."""
    adapter = import_string(settings.LIENTHONG_ROUTE_ENDS[row.kind])
    return cast("Parent", adapter(queries.access_of(row)))


def relay_of(row: Route) -> Relay:
    """Return the mail server of a route."""
    adapter = import_string(settings.LIENTHONG_ROUTE_ENDS[row.kind])
    return cast("Relay", adapter(queries.access_of(row)))


def sister_of(row: Route) -> Sister:
    """Return the sister at the end of a route."""
    adapter = import_string(settings.LIENTHONG_ROUTE_ENDS[row.kind])
    return cast("Sister", adapter(queries.access_of(row)))
