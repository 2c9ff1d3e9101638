"""Parts of other packages' pages that exchange draws: tracking, and the answer to a recall."""

from typing import Any
from uuid import UUID

from django import template
from django.template import RequestContext

from lienthong.access import queries as access
from lienthong.exchange import queries
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel import clock

register = template.Library()


@register.inclusion_tag("exchange/_tracking.html", takes_context=True)
def tracking(context: RequestContext, version_id: UUID) -> dict[str, Any]:
    """The table of a version's recipients with "Gửi lại" and "Thu hồi", as its sender sees it.

    Nothing for a version that this agency did not send. Three statements.
    """
    actor, now = context["request"].actor, clock.now()
    return {
        "csrf_token": context.get("csrf_token"),
        "tracking": queries.tracking(version_id, sender_id=actor.agency_id, at=now),
        "can_recall": access.has_right(actor, "exchange.recall", actor.agency_id),
        "can_send": access.has_right(actor, "exchange.dispatch", actor.agency_id),
        "mark": queries.tracking_mark(version_id, sender_id=actor.agency_id, at=now),
    }


@register.inclusion_tag("exchange/_answer_recall.html", takes_context=True)
def recall_answer(context: RequestContext, delivery: DeliveryCard) -> dict[str, Any]:
    """The question of a sender that wants its document back, with both answers; else nothing.

    One statement when something is asked.
    """
    request = context["request"]
    asked = delivery.is_change_pending
    return {
        "csrf_token": context.get("csrf_token"),
        "delivery": delivery,
        "reason": queries.pending_reason(delivery.id) if asked else "",
        "can_answer": asked
        and access.has_right(request.actor, "exchange.answer-recall", request.actor.agency_id),
    }
