"""What systems ask about agencies that they may not change by themselves; operators answer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.vxp import queries, services
from lienthong.vxp.types import RequestState
from lienthong.webkit.forms import AnswerForm, agreed
from lienthong.webkit.messages import say_done

RIGHT = "systems.manage"


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """Those that wait, then those that were answered."""
    access.require(request.actor, RIGHT)
    context = {
        "waiting": queries.requests(state=RequestState.ASKED),
        "answered": queries.answered_requests(),
    }
    return render(request, "vxp/requests.html", context)


@require_safe
def one(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """One request, and the answer to it."""
    access.require(request.actor, RIGHT)
    card = queries.request(request_id)
    until = access.answer_until(card.asked_at)
    context = {"card": card, "until": until, "form": AnswerForm()}
    return render(request, "vxp/request.html", context)


@require_POST
def answer(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """ "Đồng ý" or "Không đồng ý"."""
    card = services.decide_request(
        request_id=request_id,
        agrees=agreed(request),
        note=request.POST.get("note", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _(card.state.label))
    return redirect("vxp:request", request_id)
