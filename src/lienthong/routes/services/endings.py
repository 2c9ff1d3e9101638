"""What ended for routes: walked for backups, and ended again after a restore."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from lienthong.kernel.actor import Actor
from lienthong.routes.models import Route
from lienthong.routes.services.routes import end_route, rest_route
from lienthong.routes.types import RouteState


def ended_lines() -> Iterator[dict[str, Any]]:
    """Walk routes that were ended or rest, as values for JSON."""
    for route in Route.objects.exclude(state=RouteState.ON).iterator():
        yield {"id": str(route.pk), "state": route.state}


def end_again(lines: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """End what an older copy of the tables has brought back; return how much. Each is recorded."""
    count = 0
    for line in lines:
        row = Route.objects.filter(pk=line["id"]).first()
        if row is None or row.state in {line["state"], RouteState.ENDED}:
            continue
        act = end_route if line["state"] == RouteState.ENDED else rest_route
        act(row.slug, actor=Actor.installation(), now=now)
        count += 1
    return count
