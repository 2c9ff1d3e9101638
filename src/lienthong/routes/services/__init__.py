"""Every write of routes, one act a file."""

from lienthong.routes.services.confirm_letter import (
    answer_by_letter,
    letter_card,
    report_by_letter,
)
from lienthong.routes.services.feed import put_changes, put_documents, put_reports
from lienthong.routes.services.hand_over import hand_over_route
from lienthong.routes.services.mailboxes import (
    bring_inside,
    reach_by_mail,
    take_off_mail,
    try_letter,
)
from lienthong.routes.services.note_bounce import note_bounce
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
    "answer_by_letter",
    "bring_inside",
    "change_route",
    "end_route",
    "give_up_expired",
    "hand_over_route",
    "hurry_route",
    "letter_card",
    "look_again",
    "note_bounce",
    "put_changes",
    "put_documents",
    "put_reports",
    "reach_by_mail",
    "report_by_letter",
    "resend_parcel",
    "rest_route",
    "take_off_mail",
    "take_turns",
    "tell_roads",
    "try_letter",
    "use_route",
]
