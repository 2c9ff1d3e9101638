"""Pages of a proposed administrator: what was asked, and the agency's answer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.webkit.forms import AnswerForm, agreed
from lienthong.webkit.messages import say_done


@require_safe
def proposal(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Who is proposed, by whom, and what was answered."""
    now = clock.now()
    card = services.visible_proposal(proposal_id, actor=request.actor, now=now)
    context = {
        "card": card,
        "may_decide": services.may_decide_proposal(card, actor=request.actor, now=now),
        "until": services.answer_until(card.asked_at),
        "form": AnswerForm(),
    }
    return render(request, "access/administer/proposal.html", context)


@require_POST
def decide(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """ "Đồng ý" or "Không đồng ý"."""
    card = services.decide_proposal(
        proposal_id=proposal_id,
        agrees=agreed(request),
        note=request.POST.get("note", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _(card.state.label))
    return redirect("access:proposal", proposal_id)
