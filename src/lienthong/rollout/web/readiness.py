"""How agencies stand before they join: the table of all, and one agency line by line (G9)."""

from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import Measure
from lienthong.lab.errors import ReportUnreadable
from lienthong.rollout import queries, services
from lienthong.rollout.errors import ReportTooLarge
from lienthong.rollout.queries.readiness import PAGE
from lienthong.rollout.services.rights import MANAGE, READ, READ_ALL
from lienthong.rollout.types import CONFIRMED_BY_HAND, JOINING, Joining, Line, Weight
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.forms import DayField
from lienthong.webkit.messages import say_done


class RuleForm(forms.Form):
    """What a directive asks of who joins."""

    rule = forms.ChoiceField(label=gettext_lazy("Quy tắc"))
    holds_from = DayField(label=gettext_lazy("Áp dụng từ ngày"))
    source = forms.CharField(
        label=gettext_lazy("Văn bản quy định"),
        max_length=200,
        help_text=gettext_lazy("Số, ký hiệu, ví dụ 15/QĐ-UBND"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        joining = _("Khi thiếu điều kiện bắt buộc")
        choices = [(f"{JOINING} {one}", f"{joining}: {_(one.label)}") for one in Joining]
        for line in Line:
            choices += [(f"{line} {one}", f"{_(line.label)}: {_(one.label)}") for one in Weight]
        self.fields["rule"].choices = choices  # type: ignore[attr-defined]


@require_safe
def table(request: StaffRequest) -> HttpResponse:
    """All agencies of the installation, or of one wave: ready, or what is missing."""
    access.require(request.actor, READ_ALL)
    return _table(request, RuleForm())


@require_POST
def rule(request: StaffRequest) -> HttpResponse:
    """Set what a line weighs, or how joining is treated, from a day on."""
    access.require(request.actor, MANAGE)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _table(request, form)
    subject, _space, value = form.cleaned_data["rule"].partition(" ")
    services.set_rule(
        subject=subject,
        value=value,
        holds_from=form.cleaned_data["holds_from"],
        source=form.cleaned_data["source"],
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã ghi quy tắc."))
    return redirect("rollout:table")


@require_safe
def own(request: StaffRequest) -> HttpResponse:
    """Lead to the page of one's own agency."""
    access.require(request.actor, READ)
    return redirect("rollout:agency", request.actor.own_agency)


@require_safe
def agency(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    """One agency: each line, since when, and what to do where it is missing."""
    services.require_to_read(request.actor, agency_id)
    may = services.may_manage(request.actor, agency_id)
    context = {
        "state": queries.state_of(agency_id, now=clock.now()),
        "today": clock.local_day(clock.now()),
        "by_hand": CONFIRMED_BY_HAND if may else frozenset(),
        "may_manage": may,
        "trained": queries.trained_of(agency_id),
        "may_see_all": READ_ALL in request.actor.rights,
    }
    return render(request, "rollout/agency.html", context)


@require_POST
def confirm(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    """Say that something is so which the system cannot know."""
    try:
        on = DayField(required=False).clean(request.POST.get("on", ""))
    except forms.ValidationError:
        on = None
    services.confirm(
        agency_id=agency_id,
        line=request.POST.get("line", ""),
        on=on,
        note=request.POST.get("note", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã ghi xác nhận."))
    return redirect("rollout:agency", agency_id)


@require_POST
def withdraw(request: StaffRequest, confirmation_id: UUID) -> HttpResponse:
    """Take back what was confirmed."""
    agency_id = services.withdraw(
        confirmation_id=confirmation_id, actor=request.actor, now=clock.now()
    )
    say_done(request, _("Đã rút xác nhận."))
    return redirect("rollout:agency", agency_id)


@takes_files
@require_POST
def hand_in(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    """Take a report of the conformance lab in."""
    services.require_to_manage(request.actor, agency_id)
    file = request.FILES.get("file")
    if file is None:
        raise ReportUnreadable(reason="JSON")
    if (file.size or 0) > services.LARGEST_REPORT:
        raise ReportTooLarge(largest=Measure(services.LARGEST_REPORT / 1024 / 1024))
    services.hand_in_report(
        agency_id=agency_id, content=file.read(), actor=request.actor, now=clock.now()
    )
    say_done(request, _("Đã nhận báo cáo của phòng thử."))
    return redirect("rollout:agency", agency_id)


def _table(request: StaffRequest, form: RuleForm) -> HttpResponse:
    now, wave = clock.now(), clean_line(request.GET.get("dot", ""))[:100]
    rows = queries.ready_table(now=now, wave=wave, after=_after(request), limit=PAGE + 1)
    next_url = ""
    if rows[PAGE:]:
        mark = urlencode({"sau": rows[PAGE - 1].agency.id, **({"dot": wave} if wave else {})})
        next_url = f"{reverse('rollout:table')}?{mark}"
    context = {
        "rows": rows[:PAGE],
        "wave": wave,
        "waves": queries.waves(),
        "rules": queries.rules_told(),
        "joining": queries.joining_now(on=clock.local_day(now)).label,
        "form": form if MANAGE in request.actor.rights else None,
        "next_url": next_url,
    }
    return render(request, "rollout/table.html", context, status=422 if form.errors else 200)


def _after(request: StaffRequest) -> UUID | None:
    """The last agency of the page before; whatever else stands there begins anew."""
    try:
        return UUID(request.GET.get("sau", ""))
    except ValueError:
        return None
