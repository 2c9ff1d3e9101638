"""Reporting: a recipient tells the sender how far the work on a delivery is."""

from datetime import datetime

from lienthong.directory.types import AgencyCard
from lienthong.exchange import queries
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.services._reporting import put_in_log
from lienthong.exchange.services.answer_change import answer_change
from lienthong.exchange.types import DeliveryState, NewReport, StatusCode, StatusLine
from lienthong.kernel.actor import Actor

_ON_OFFER = (DeliveryState.OFFERED, DeliveryState.NOT_TAKEN)


def report_status(
    *, report: NewReport, actor: Actor, now: datetime, reporter: AgencyCard | None = None
) -> StatusLine:
    """Write one status report of the recipient into the log and derive the delivery's state anew.

    The caller has checked the right to act for the recipient agency (an act of registers, or a
    system's own agency). A system that refuses (02) what is only offered declines it (16): what it
    has stays in force. reporter: the actor's agency, where the caller has its card.

    Raises DeliveryNotFound when the delivery is not addressed to the actor's agency; AlreadyDecided
    when an act no longer fits the state; ReasonMissing for a refusal without one; StatusNotYours,
    StampBeforeDispatch, ReportDiffers.
    """
    question = _declined_by(report, actor)
    if question is None:
        return put_in_log(report=report, actor=actor, now=now, reporter=reporter)
    return answer_change(
        delivery_id=question.delivery_id,
        agrees=False,
        note=report.note,
        key=report.key,
        actor=actor,
        now=now,
        request_id=question.id,
    )


def _declined_by(report: NewReport, actor: Actor) -> StatusReport | None:
    """Return the request to which a refusal of what it offers is the answer; also said again."""
    if report.code != StatusCode.REFUSED or report.is_act:
        return None
    rows = Delivery.objects.filter(pk=report.delivery_id, recipient_id=actor.agency_id)
    state = rows.filter(state__in=_ON_OFFER).values_list("state", flat=True).first()
    offers = StatusReport.objects.filter(
        delivery_id=report.delivery_id, key__startswith=queries.OFFER
    )
    offer = offers.select_related("answers").first() if state else None
    request = offer.answers if offer else None
    if request is None or state == DeliveryState.OFFERED:
        return request
    said = StatusReport.objects.filter(delivery_id=request.delivery_id, key=report.key)
    return request if said.exists() else None
