"""Every write of the interface, one act a file."""

from lienthong.vxp.services.agencies import decide_request, delete_agency, register_agency
from lienthong.vxp.services.calls import forget_calls, note_call
from lienthong.vxp.services.expire_requests import expire_requests
from lienthong.vxp.services.feed import (
    put_arrivals,
    put_changes,
    put_recall,
    put_reports,
    take_recalled_off,
)
from lienthong.vxp.services.fetch import fetch_package, update_status
from lienthong.vxp.services.send_package import send_package, sender_of

__all__ = [
    "decide_request",
    "delete_agency",
    "expire_requests",
    "fetch_package",
    "forget_calls",
    "note_call",
    "put_arrivals",
    "put_changes",
    "put_recall",
    "put_reports",
    "register_agency",
    "send_package",
    "sender_of",
    "take_recalled_off",
    "update_status",
]
