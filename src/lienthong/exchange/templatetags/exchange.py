"""Parts of other packages' pages that exchange draws: tracking, answers to recalls, paper."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import RequestContext

from lienthong.access import queries as access
from lienthong.documents.types import VersionCard
from lienthong.exchange import queries
from lienthong.exchange.queries.comparing import compared
from lienthong.exchange.types import DeliveryCard, DeliveryState, StatusLine, UrgingLine
from lienthong.kernel import clock
from lienthong.webkit.forms import DayInput

register = template.Library()


@register.inclusion_tag("exchange/_tracking.html", takes_context=True)
def tracking(
    context: RequestContext,
    version: VersionCard,
    sent: Sequence[DeliveryCard] | None = None,
    course: Sequence[StatusLine] = (),
    urgings: Sequence[UrgingLine] = (),
) -> dict[str, Any]:
    """The table of a version's recipients with the acts of its sender, as the sender sees it.

    Nothing for a version that this agency did not send. sent, course, urgings: its deliveries and
    what is known of them, where the page has them: two statements, else ten.
    """
    actor, now = context["request"].actor, clock.now()
    if sent is None:
        sent = queries.deliveries_of_version(version.id, sender_id=actor.own_agency)
        ids = [card.id for card in sent]
        course, urgings = queries.course(ids), queries.urgings(ids, inside=False)
    return {
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "tracking": queries.tracking_of(
            version.id, sent, course, urgings, at=now, due_on=version.due_on
        ),
        "can_recall": access.has_right(actor, "exchange.recall", actor.agency_id),
        "can_send": access.has_right(actor, "exchange.dispatch", actor.agency_id),
        "can_urge": access.has_right(actor, "exchange.urge-recipient", actor.agency_id),
        "can_see_papers": access.has_right(actor, "documents.read-agency", actor.agency_id),
        "mark": queries.mark_of(course, at=now),
    }


@register.inclusion_tag("exchange/_answer.html", takes_context=True)
def change_answer(context: RequestContext, delivery: DeliveryCard) -> dict[str, Any]:
    """The question of a sender that wants its document back, or another in its place; else nothing.

    One statement when nothing is asked, seven otherwise.
    """
    request = context["request"]
    asked = None
    if delivery.is_change_pending or delivery.state == DeliveryState.OFFERED:
        asked = queries.change_of_delivery(delivery.id)
    may = access.has_right(request.actor, "exchange.answer-recall", request.actor.agency_id)
    return {
        "csrf_token": context.get("csrf_token"),
        "asked": asked,
        "can_answer": asked is not None and may,
        "compared": compared(asked) if asked and may else None,
    }


@register.inclusion_tag("exchange/_paper.html", takes_context=True)
def paper_to_come(context: RequestContext, delivery: DeliveryCard | None) -> dict[str, Any]:
    """The paper beside what came here, and the form that marks its arrival; else nothing.

    No statement.
    """
    request = context["request"]
    if delivery is None or not delivery.wants_paper:
        return {"delivery": None}
    may = access.has_right(request.actor, "exchange.follow-paper", request.actor.agency_id)
    return {
        "csrf_token": context.get("csrf_token"),
        "delivery": delivery,
        "paper": delivery.paper,
        "can_mark": may and delivery.recipient_id == request.actor.agency_id,
        "day": DayInput().render("day", clock.local_day(clock.now()), {"id": "paper-day"}),
    }
