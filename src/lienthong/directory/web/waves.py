"""The timetable of participation, and the act of a wave."""

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.directory import queries, services
from lienthong.directory.errors import UnknownAgency
from lienthong.directory.queries.timetable import PAGE, TimetableRow
from lienthong.directory.services import Wave, WaveSet
from lienthong.directory.types import PartnerScope
from lienthong.directory.web.requests import (
    DirectoryRequest,
    can_manage,
    can_manage_below,
    demand_some,
    today,
)
from lienthong.kernel import clock
from lienthong.webkit.forms import DayField
from lienthong.webkit.messages import say_done

_KINDS = [
    ("", gettext_lazy("Mọi loại văn bản")),
    ("cong-van", gettext_lazy("Chỉ công văn")),
    ("cong-van,giay-moi,thong-bao", gettext_lazy("Công văn, giấy mời, thông báo")),
]
_NAMED = 5  # agencies that lack something, as a message says them
_PARTNERS = [
    (PartnerScope.EVERYONE, gettext_lazy("Mọi cơ quan")),
    (PartnerScope.COMMITTEE, gettext_lazy("Chỉ với UBND tỉnh")),
]


class WaveForm(forms.Form):
    """The terms of a wave."""

    name = forms.CharField(label=gettext_lazy("Tên đợt"), max_length=100)
    starts_on = DayField(label=gettext_lazy("Bắt đầu từ ngày"))
    obligatory_on = DayField(label=gettext_lazy("Bắt buộc gửi điện tử từ ngày"), required=False)
    kinds = forms.ChoiceField(label=gettext_lazy("Loại văn bản"), choices=_KINDS, required=False)
    partners = forms.ChoiceField(label=gettext_lazy("Gửi, nhận với"), choices=_PARTNERS)
    source = forms.CharField(
        label=gettext_lazy("Văn bản quyết định"), max_length=200, required=False
    )

    despite = forms.CharField(
        label=gettext_lazy("Lý do cho tham gia khi chưa đủ điều kiện"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Chỉ cần khi có cơ quan thiếu điều kiện bắt buộc; được ghi sổ cái"),
    )

    def wave(self) -> Wave:
        told = self.cleaned_data
        return Wave(
            name=told["name"],
            starts_on=told["starts_on"],
            obligatory_on=told["obligatory_on"],
            kinds=tuple(filter(None, told["kinds"].split(","))),
            partners=PartnerScope(told["partners"]),
            source=told["source"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
def waves(request: DirectoryRequest) -> HttpResponse:
    """Who takes part from when; whoever manages agencies chooses some for a wave."""
    services.demand(request.actor, "directory.read")
    if request.method == "POST":
        demand_some(request)
    form = WaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = services.set_wave(
            wave=form.wave(),
            agency_ids=_chosen(request),
            despite=form.cleaned_data["despite"],
            actor=request.actor,
            now=clock.now(),
        )
        say_done(request, _told(done))
        return redirect("directory:waves")
    under = None if can_manage(request) else request.actor.agency_id
    own_only = under if can_manage_below(request) else None
    rows = queries.timetable(on=today(), under=own_only, after=_after(request), limit=PAGE + 1)
    next_url = ""
    if rows[PAGE:]:
        mark = urlencode({"sau": rows[PAGE - 1].agency.id})
        next_url = f"{reverse('directory:waves')}?{mark}"
    context = {
        "form": form,
        "rows": rows[:PAGE],
        "chosen": _ticked(request, rows[:PAGE]),
        "can_set": can_manage_below(request),
        "next_url": next_url,
        "kinds": dict(_KINDS),
        "today": today(),
    }
    return render(request, "directory/waves.html", context, status=422 if form.errors else 200)


def _told(done: WaveSet) -> str:
    """What was set, and who joins though something obligatory is missing."""
    told = _("Đã đặt đợt cho %(count)s cơ quan.") % {"count": done.new}
    if not done.not_ready:
        return told
    facts = {"count": len(done.not_ready), "names": ", ".join(done.not_ready[:_NAMED])}
    lacking = _("Còn thiếu điều kiện bắt buộc ở %(count)s cơ quan: %(names)s.") % facts
    return f"{told} {lacking}"


def _after(request: DirectoryRequest) -> UUID | None:
    """The last agency of the page before; whatever else stands there begins anew."""
    try:
        return UUID(request.GET.get("sau", ""))
    except ValueError:
        return None


def _ticked(request: DirectoryRequest, rows: Sequence[TimetableRow]) -> set[str]:
    if request.GET.get("chon") == "het":
        return {str(row.agency.id) for row in rows}
    return set(request.POST.getlist("agency"))


def _chosen(request: DirectoryRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.POST.getlist("agency")]
    except ValueError as error:
        raise UnknownAgency(agency="…") from error
