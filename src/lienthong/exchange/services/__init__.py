"""Every write of exchange, one act a file."""

from lienthong.exchange.services.answer_change import answer_change
from lienthong.exchange.services.check_recipients import require_active, require_deliverable
from lienthong.exchange.services.follow_directory import (
    hand_on_deliveries,
    move_deliveries,
    redirected,
)
from lienthong.exchange.services.follow_paper import (
    follow_paper_of_answer,
    follow_paper_of_reports,
)
from lienthong.exchange.services.hold_delivery import hold_delivery
from lienthong.exchange.services.list_arrivals import list_arrivals
from lienthong.exchange.services.mark_paper import (
    mark_paper_arrived,
    mark_paper_sent,
    take_back_paper,
)
from lienthong.exchange.services.report_status import report_status
from lienthong.exchange.services.report_together import report_together
from lienthong.exchange.services.request_change import request_change
from lienthong.exchange.services.request_recall import request_recall
from lienthong.exchange.services.send_issued import send_issued
from lienthong.exchange.services.skip_lost_places import skip_lost_places
from lienthong.exchange.services.submit_dispatch import submit_dispatch
from lienthong.exchange.services.urge import (
    note_urging,
    urge_agency,
    urge_recipients,
    urge_work,
)
from lienthong.exchange.services.write_arrivals import write_arrivals

__all__ = [
    "answer_change",
    "follow_paper_of_answer",
    "follow_paper_of_reports",
    "hand_on_deliveries",
    "hold_delivery",
    "list_arrivals",
    "mark_paper_arrived",
    "mark_paper_sent",
    "move_deliveries",
    "note_urging",
    "redirected",
    "report_status",
    "report_together",
    "request_change",
    "request_recall",
    "require_active",
    "require_deliverable",
    "send_issued",
    "skip_lost_places",
    "submit_dispatch",
    "take_back_paper",
    "urge_agency",
    "urge_recipients",
    "urge_work",
    "write_arrivals",
]
