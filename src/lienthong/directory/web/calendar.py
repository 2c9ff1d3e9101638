"""The calendar of working days: what the law and the province decided, and what is decided now."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.directory import queries, services
from lienthong.directory.web.requests import DirectoryRequest, can_manage, today
from lienthong.kernel import clock
from lienthong.webkit.forms import DayField
from lienthong.webkit.messages import say_done

_YEARS = range(2000, 2101)
_OFF, _WORKING = "off", "working"


class DayForm(forms.Form):
    """A day by decision."""

    day = DayField(label=gettext_lazy("Ngày"))
    kind = forms.ChoiceField(
        label=gettext_lazy("Là"),
        choices=[
            (_OFF, gettext_lazy("Ngày nghỉ")),
            (_WORKING, gettext_lazy("Ngày làm việc")),
        ],
    )
    name = forms.CharField(
        label=gettext_lazy("Tên ngày"),
        max_length=100,
        help_text=gettext_lazy("Ví dụ: Nghỉ bù Quốc khánh"),
    )
    source = forms.CharField(
        label=gettext_lazy("Văn bản quyết định"),
        max_length=200,
        help_text=gettext_lazy("Số, ký hiệu, ví dụ 15/QĐ-UBND"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def days(request: DirectoryRequest) -> HttpResponse:
    """Holidays and make-up days of a year; operators say more of them by decision."""
    services.demand(request.actor, "directory.read")
    is_loading = "load" in request.POST
    form = DayForm(request.POST if request.method == "POST" and not is_loading else None)
    if request.method == "POST":
        services.demand(request.actor, "directory.manage")
    if is_loading:
        return _loaded(request, _year(request.POST["load"]))
    if form.is_valid():
        told = form.cleaned_data
        services.decide_day(
            day=told["day"],
            is_working=told["kind"] == _WORKING,
            name=told["name"],
            source=told["source"],
            actor=request.actor,
            now=clock.now(),
        )
        say_done(request, _("Đã ghi ngày %(day)s.") % {"day": f"{told['day']:%d/%m/%Y}"})
        return redirect(f"{reverse('directory:calendar')}?nam={told['day'].year}")
    year = _year(request.GET.get("nam", ""))
    context = {
        "form": form,
        "days": queries.exceptions_of(year),
        "year": year,
        "years": [one for one in (year - 1, year + 1) if one in _YEARS],
        "can_decide": can_manage(request),
    }
    return render(request, "directory/calendar.html", context, status=422 if form.errors else 200)


def _loaded(request: DirectoryRequest, year: int) -> HttpResponse:
    """What the law says of a year; days by decision stay."""
    count = services.load_holidays([year])
    say_done(request, _("Năm %(year)s có %(count)s ngày.") % {"year": year, "count": count})
    return redirect(f"{reverse('directory:calendar')}?nam={year}")


def _year(text: str) -> int:
    """A year that is none is this one."""
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) == len("2026") else 0
    return wanted if wanted in _YEARS else today().year
