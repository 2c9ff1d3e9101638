"""Parts of other packages' pages that this one draws: which units have a document."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import RequestContext

from lienthong.access import queries as access
from lienthong.inside.types import UnitDeliveryCard

register = template.Library()


@register.inclusion_tag("inside/_units.html", takes_context=True)
def at_units(context: RequestContext, cards: Sequence[UnitDeliveryCard]) -> dict[str, Any]:
    """The units that have a document, how far each is, and what the viewer may do about it."""
    request = context["request"]
    actor = request.actor
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "cards": cards,
        "can_give": access.has_right(actor, "inside.give", actor.agency_id),
    }


@register.inclusion_tag("inside/_own.html", takes_context=True)
def for_own_unit(context: RequestContext, cards: Sequence[UnitDeliveryCard]) -> dict[str, Any]:
    """The act of the viewer's own unit, where it has the document and is not through."""
    request = context["request"]
    actor = request.actor
    may = actor.unit_id is not None and access.has_right(actor, "inside.finish", actor.agency_id)
    own = next((one for one in cards if one.is_open and may and one.unit_id == actor.unit_id), None)
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "own": own,
    }
