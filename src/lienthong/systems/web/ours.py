"""The pages of an agency's heads: which systems act for it, who asks for more, and their end."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.systems import queries, services
from lienthong.systems.types import RequestState
from lienthong.webkit.forms import AnswerForm, agreed
from lienthong.webkit.messages import say_done

RIGHT = "access.answer-for-agency"
# How long a grant that ended is still shown.
_BACK = timedelta(days=365)


@require_safe
def ours(request: StaffRequest) -> HttpResponse:
    """The systems that act for the agency, their keys, and what was asked."""
    access.require(request.actor, RIGHT)
    now, agency_id = clock.now(), request.actor.own_agency
    today = clock.local_day(now)
    asked = queries.requests_of_agencies([agency_id])
    context = {
        "acting": queries.systems_for(agency_id, now=now, since=today - _BACK),
        "waiting": [card for card in asked if card.state == RequestState.ASKED],
        "answered": [card for card in asked if card.state != RequestState.ASKED][:20],
        "today": today,
    }
    return render(request, "systems/ours.html", context)


@require_safe
def asked(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """One request: who asks, which system, what it could do."""
    now = clock.now()
    card = services.request_for(request_id, actor=request.actor, now=now)
    context = {
        "card": card,
        "keys": queries.keys_of(card.system.id, now=now)[:10],
        "may_answer": services.may_answer(card, actor=request.actor, now=now),
        "until": access.answer_until(card.asked_at),
        "form": AnswerForm(),
    }
    return render(request, "systems/asked.html", context)


@require_POST
def answer(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """ "Đồng ý" or "Không đồng ý"."""
    card = services.decide_grant(
        request_id=request_id,
        agrees=agreed(request),
        note=request.POST.get("note", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _(card.state.label))
    return redirect("systems:asked", request_id)


@require_POST
def end(request: StaffRequest, slug: str) -> HttpResponse:
    """ "Thôi cho làm thay": from this moment on the system acts for the agency no more."""
    access.require(request.actor, RIGHT)
    card = queries.system(slug)
    services.end_for_agency(system_id=card.id, actor=request.actor, now=clock.now())
    say_done(request, _("“%(name)s” không còn làm thay cơ quan.") % {"name": card.name})
    return redirect("systems:ours")
