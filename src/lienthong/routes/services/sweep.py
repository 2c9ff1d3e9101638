"""Giving up what no turn will carry any more, so that who waits for it is told."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from lienthong.kernel.wording import noop as _
from lienthong.routes import rules
from lienthong.routes.models import Parcel, Route
from lienthong.routes.services._made import forget_kept
from lienthong.routes.services.carry import give_up
from lienthong.routes.services.hand_over import hand_over_waiting, is_worked_on
from lienthong.routes.types import ParcelState, RouteState, Trouble

EXPIRED = "routes.expired"
_TIME_IS_OVER, _ROUTE_ENDED = _("đã hết thời hạn chuyển"), _("tuyến đã kết thúc")
_AT_A_TIME = 200


def give_up_expired(*, now: datetime) -> int:
    """Give up what has waited too long on a route that rests or reaches nobody, and at once what
    waits for one that has ended, where no other carries it; remove packages that are kept for
    nothing. Returns how many were given up; three statements at most when there are none.

    Where the other side answers, the turn of the route tries once more and then gives up.
    """
    forget_kept(now=now)
    _hand_over_ended(now=now)
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


def _hand_over_ended(*, now: datetime) -> None:
    """What was being brought when a route ended is given up; its sender decides."""
    waiting = Parcel.objects.filter(route=OuterRef("pk"), state=ParcelState.WAITING)
    for row in Route.objects.filter(Exists(waiting), state=RouteState.ENDED):
        if not is_worked_on(row, now=now):
            hand_over_waiting(row, now=now)
