"""Pages of reading in an emergency: what was asked, the answer, going in and out."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import queries, services
from lienthong.access.errors import RightMissing
from lienthong.access.types import GlassState, StaffRequest
from lienthong.access.web.seats import ACTING_KEY, GLASS_KEY
from lienthong.access.web.sessions import renew_id
from lienthong.kernel import clock
from lienthong.webkit.forms import AnswerForm, agreed
from lienthong.webkit.messages import say_done


@require_safe
def glasses(request: StaffRequest) -> HttpResponse:
    """The requests that this post has to do with."""
    _require_any(request)
    context = {"cards": queries.glasses_for(request.actor)}
    return render(request, "access/glass/glasses.html", context)


@require_safe
def glass(request: StaffRequest, glass_id: UUID) -> HttpResponse:
    """One request: what was asked and why, the answer, and what was read by it."""
    actor = request.actor
    card = services.visible_glass(glass_id, actor=actor)
    is_mine = card.asked_by == actor.person_id
    context = {
        "card": card,
        "is_mine": is_mine,
        "is_open": card.is_open(clock.now()),
        "may_decide": card.state == GlassState.ASKED and not is_mine,
        "form": AnswerForm(),
        "readings": queries.readings_behind_glass(glass_id),
    }
    return render(request, "access/glass/glass.html", context)


@require_POST
def decide(request: StaffRequest, glass_id: UUID) -> HttpResponse:
    """ "Đồng ý" or "Không đồng ý"."""
    card = services.decide_glass(
        glass_id=glass_id,
        agrees=agreed(request),
        note=request.POST.get("note", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _(card.state.label))
    return redirect("access:glass", glass_id)


@require_POST
def end(request: StaffRequest, glass_id: UUID) -> HttpResponse:
    """ "Kết thúc": no more reading from now on."""
    services.end_glass(glass_id=glass_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã kết thúc."))
    return redirect("access:glass", glass_id)


@require_POST
def enter(request: StaffRequest, glass_id: UUID) -> HttpResponse:
    """ "Vào xem": from now on this session reads as the agency, until it leaves or time is up."""
    services.actor_with_glass(glass_id, operator=request.actor, now=clock.now())
    renew_id(request)
    request.session.pop(ACTING_KEY, None)
    request.session[GLASS_KEY] = str(glass_id)
    return redirect("desk:search")


@require_POST
def leave(request: StaffRequest) -> HttpResponse:
    """ "Thoát": the session is the operator's own again."""
    left = request.session.pop(GLASS_KEY, None)
    return redirect("access:glass", left) if left else redirect("access:glasses")


leave.behind_glass = True  # type: ignore[attr-defined]


def _require_any(request: StaffRequest) -> None:
    try:
        services.require(request.actor, "access.agree-glass")
    except RightMissing:
        services.require(request.actor, "access.break-glass")
