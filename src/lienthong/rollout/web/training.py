"""Sessions of training: recorded, with who took part, from a pasted list (G10)."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access import queries as access_queries
from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.rollout import queries, services
from lienthong.rollout.errors import NobodyChosen
from lienthong.rollout.services.rights import CONFIRM, MANAGE, READ_ALL
from lienthong.webkit.forms import DayField, form_key
from lienthong.webkit.messages import say_done
from lienthong.webkit.paging import NumberedPage

PAGE = 50


class TrainingForm(forms.Form):
    """A session that was held."""

    held_on = DayField(label=gettext_lazy("Ngày"))
    subject = forms.CharField(label=gettext_lazy("Nội dung"), max_length=200)
    trainer = forms.CharField(label=gettext_lazy("Người tập huấn"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: StaffRequest) -> HttpResponse:
    """The sessions, the latest first, and a form for another."""
    _require_to_see(request)
    form = TrainingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = services.record_training(
            **form.cleaned_data, key=form_key(request), actor=request.actor, now=clock.now()
        )
        say_done(request, _("Đã ghi buổi tập huấn; ghi tiếp người tham dự."))
        return redirect("rollout:training", made)
    total = queries.count_trainings(request.actor)
    place = NumberedPage.asked(request, "trang", size=PAGE, total=total)
    context = {
        "rows": queries.trainings(request.actor, skipped=place.skipped, limit=PAGE),
        "pager": place.pager(request),
        "form": form if _may_enter(request) else None,
    }
    return render(request, "rollout/trainings.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def session(request: StaffRequest, training_id: UUID) -> HttpResponse:
    """One session and who took part; a POST shows whom the lines of a pasted list name."""
    _require_to_see(request)
    card = queries.training(training_id, request.actor)
    text = request.POST.get("people", "")
    if request.method == "POST" and not text.strip():
        raise NobodyChosen
    context = {
        "card": card,
        "people": queries.attended(training_id),
        "text": text,
        "lines": services.read_list(text, now=clock.now()) if text else [],
        "may_enter": _may_enter(request),
    }
    return render(request, "rollout/training.html", context)


@require_POST
def enter(request: StaffRequest, training_id: UUID) -> HttpResponse:
    """Enter the people that the preview found and that stay ticked."""
    try:
        people = {UUID(one) for one in request.POST.getlist("person")}
    except ValueError:
        people = set()
    count = services.enter_people(
        training_id=training_id, person_ids=people, actor=request.actor, now=clock.now()
    )
    say_done(request, _("Đã ghi %(count)s người.") % {"count": count})
    return redirect("rollout:training", training_id)


@require_POST
def take_out(request: StaffRequest, attendance_id: UUID) -> HttpResponse:
    """Take out who was entered by mistake."""
    found = services.take_out(attendance_id=attendance_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã bỏ khỏi buổi tập huấn."))
    return redirect("rollout:training", found)


def _require_to_see(request: StaffRequest) -> None:
    if READ_ALL not in request.actor.rights:
        access.require(request.actor, CONFIRM)
    if request.method == "POST" and not access_queries.has_right(request.actor, MANAGE):
        access.require(request.actor, CONFIRM)


def _may_enter(request: StaffRequest) -> bool:
    rights = request.actor.rights
    return MANAGE in rights or CONFIRM in rights
