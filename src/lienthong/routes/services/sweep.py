"""Giving up what no turn will carry any more, so that who waits for it is told."""

from datetime import datetime

from django.db.models import Q

from lienthong.kernel.wording import noop as _
from lienthong.routes import rules
from lienthong.routes.models import Parcel
from lienthong.routes.services.carry import give_up
from lienthong.routes.types import ParcelState, RouteState, Trouble

EXPIRED = "routes.expired"
_TIME_IS_OVER, _ROUTE_ENDED = _("đã hết thời hạn chuyển"), _("tuyến đã kết thúc")
_AT_A_TIME = 200


def give_up_expired(*, now: datetime) -> int:
    """Give up what has waited too long on a route that rests or reaches nobody, and at once what
    waits for one that has ended. Returns how many; one statement when there are none.

    Where the other side answers, the turn of the route tries once more and then gives up.
    """
    ended = Q(route__state=RouteState.ENDED)
    resting = Q(route__state=RouteState.OFF, expires_at__lte=now)
    unreached = Q(route__state=RouteState.ON, expires_at__lte=now - rules.TRIED_ONCE_MORE)
    waiting = Parcel.objects.filter(state=ParcelState.WAITING).select_related("route")
    rows = waiting.filter(ended | resting | (unreached & ~Q(route__trouble=Trouble.NONE)))
    found = list(rows.order_by("id")[:_AT_A_TIME])
    for one in found:
        is_ended = one.route.state == RouteState.ENDED
        give_up(one, one.route, EXPIRED, _ROUTE_ENDED if is_ended else _TIME_IS_OVER, now=now)
    return len(found)
