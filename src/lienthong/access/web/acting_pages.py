"""Pages of acting for another: who acts for whom in an agency, granting it, ending it."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access import queries, services
from lienthong.access.rules import MAY_ACT
from lienthong.access.types import ActingKind, StaffRequest
from lienthong.access.web.admin_forms import ActingForm, ReasonForm
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role
from lienthong.kernel import clock
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def actings(request: StaffRequest) -> HttpResponse:
    """Who acts for whom; a leader gives what is the leader's, an administrator enters it."""
    leaders, others = _posts(request)
    today = clock.local_day(clock.now())
    form = ActingForm(request.POST or None, leaders=leaders, others=others, today=today)
    if request.method == "POST" and form.is_valid():
        services.grant_acting(_asked(request, form), actor=request.actor, now=clock.now())
        say_done(request, _("Đã giao."), form_key="ky-thay")
        return redirect("access:actings")
    agency_id = request.actor.own_agency
    context = {
        "cards": [
            {
                "card": card,
                "kinds": services.kind_names(card.kinds),
                "holds": card.holds(today),
                "is_to_come": today < card.valid_from,
            }
            for card in queries.actings_of_agency(
                agency_id, ended_since=today.replace(month=1, day=1)
            )
        ],
        "form": form,
        "reason_form": ReasonForm(),
        "today": today,
    }
    return render(request, "access/administer/actings.html", context)


@require_POST
def end(request: StaffRequest, acting_id: UUID) -> HttpResponse:
    """ "Kết thúc": before its time, with the reason."""
    services.end_acting(
        acting_id=acting_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã kết thúc."))
    return redirect("access:actings")


def _posts(request: StaffRequest) -> tuple[list[PostCard], list[PostCard]]:
    """For whom this actor may grant, and who may act. Raises RightMissing."""
    actor = request.actor
    held = directory.posts_of_agency(actor.own_agency, on=clock.local_day(clock.now()))
    others = [post for post in held if post.role in MAY_ACT]
    others += _leaders_below(actor.own_agency)
    if "access.enter-acting" in actor.rights:
        return [post for post in held if post.role == Role.LEADER], others
    services.require(actor, "access.delegate")
    own = [post for post in held if post.id == actor.post_id]
    return own, [post for post in others if post.id != actor.post_id]


def _leaders_below(agency_id: UUID) -> list[PostCard]:
    """Who may sign by a letter of authority from the agency above."""
    today = clock.local_day(clock.now())
    below = [agency.id for agency in directory.children(agency_id, on=today)]
    return [
        replace(post, title=f"{post.title} {post.agency_name}")
        for post in directory.heads_of(below, on=today)
        if post.role == Role.LEADER
    ]


def _asked(request: StaffRequest, form: ActingForm) -> services.NewActing:
    filled = form.cleaned_data
    return services.NewActing(
        key=form_key(request),
        kind=ActingKind(filled["kind"]),
        post_id=UUID(filled["post"]),
        for_post_id=UUID(filled["for_post"]),
        valid_from=filled["valid_from"],
        valid_to=filled["valid_to"],
        kinds=form.kinds_said(),
        subjects=filled["subjects"],
        source=filled["source"],
    )
