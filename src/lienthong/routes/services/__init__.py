"""Every write of routes, one act a file."""

from lienthong.routes.services.feed import put_changes, put_documents, put_reports
from lienthong.routes.services.hand_over import hand_over_route
from lienthong.routes.services.resend import look_again, resend_parcel
from lienthong.routes.services.routes import (
    add_route,
    change_route,
    end_route,
    hurry_route,
    rest_route,
    use_route,
)
from lienthong.routes.services.sweep import give_up_expired
from lienthong.routes.services.tell_roads import tell_roads
from lienthong.routes.services.turn import take_turns

__all__ = [
    "add_route",
    "change_route",
    "end_route",
    "give_up_expired",
    "hand_over_route",
    "hurry_route",
    "look_again",
    "put_changes",
    "put_documents",
    "put_reports",
    "resend_parcel",
    "rest_route",
    "take_turns",
    "tell_roads",
    "use_route",
]
