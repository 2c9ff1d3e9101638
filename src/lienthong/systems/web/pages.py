"""Connected systems: the list, one of them, and what is changed about it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.directory.errors import UnknownAgency
from lienthong.kernel import clock
from lienthong.systems import queries, services
from lienthong.systems.errors import OF_AXIS_CALLS, OF_CALLS
from lienthong.systems.types import FailureCard, RequestState, SystemCard, SystemState
from lienthong.systems.web.forms import (
    AgencyForm,
    ChangeForm,
    DelegationForm,
    KeyForm,
    RotateForm,
    SystemForm,
)
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Fact, Pager
from lienthong.webkit.wording import fill

_PAGE = 50
_TURNS = {
    "pause": (services.pause_system, SystemState.PAUSED),
    "resume": (services.resume_system, SystemState.ACTIVE),
    "close": (services.close_system, SystemState.CLOSED),
}


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All systems by their short names."""
    access.require(request.actor, "systems.manage")
    after = request.GET.get("sau", "")[:40]
    found = queries.systems(after=after, limit=_PAGE + 1)
    next_url = f"?sau={found[_PAGE - 1].slug}" if len(found) > _PAGE else ""
    pager = Pager(previous_url="?" if after else "", next_url=next_url)
    return render(request, "systems/list.html", {"systems": found[:_PAGE], "pager": pager})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """A new system; the same form again changes nothing."""
    access.require(request.actor, "systems.manage")
    form = SystemForm(request.POST or None)
    if not form.is_valid():
        return render(request, "systems/add.html", {"form": form})
    said, now = form.cleaned_data, clock.now()
    agency_id = _agency_id(said["agency"]) if said["agency"] else None
    card = services.add_system(
        slug=said["slug"],
        name=said["name"],
        contact=said["contact"],
        networks=said["networks"].split(),
        actor=request.actor,
        now=now,
    )
    told = _("Đã thêm hệ thống “%(name)s”.") % {"name": card.name}
    say_done(request, told, form_key="he-thong-moi")
    if agency_id is not None:
        _grant(request, card, agency_id)
    return redirect("systems:one", card.slug)


@require_safe
def one(request: StaffRequest, slug: str) -> HttpResponse:
    """One system: whom it acts for, its keys, what was turned down."""
    access.require(request.actor, "systems.manage")
    return render(request, "systems/one.html", page_of(queries.system(slug)))


def page_of(card: SystemCard) -> dict[str, Any]:
    """Return what the page of a system shows."""
    return {
        "system": card,
        "facts": _facts(card),
        "grants": queries.grants_of(card.id),
        "requests": [
            each
            for each in queries.requests_of_system(card.id)
            if each.state != RequestState.AGREED
        ],
        "keys": queries.keys_of(card.id, now=clock.now()),
        "failures": [_told(failure, card.name) for failure in queries.failures_of(card.id)],
        "change_url": reverse("systems:change", args=[card.slug]),
        "is_open": card.state != SystemState.CLOSED,
        "today": clock.local_day(clock.now()),
        "change_form": ChangeForm(
            initial={
                "networks": "\n".join(card.networks),
                "certificates": "\n".join(card.certificates),
                "requests_a_minute": card.requests_a_minute,
                "bytes_a_minute": card.bytes_a_minute,
            }
        ),
        "agency_form": AgencyForm(),
        "delegations": queries.delegations_of(card.id),
        "delegation_form": DelegationForm(),
        "key_form": KeyForm(),
        "rotate_form": RotateForm(),
    }


def _told(failure: FailureCard, name: str) -> dict[str, object]:
    """A reason in words; its facts were those of a call and are not kept."""
    sentence = (OF_CALLS | OF_AXIS_CALLS).get(failure.code, "")
    return {
        "said": fill(sentence, {"system": name}),
        "code": failure.code,
        "last_at": failure.last_at,
        "address": failure.address,
    }


def _facts(card: SystemCard) -> list[Fact]:
    return [
        Fact(_("Tên kết nối"), card.slug),
        Fact(_("Trạng thái"), _(card.state.label)),
        Fact(_("Người liên hệ"), card.contact or "—"),
        Fact(_("Mạng được gọi"), ", ".join(card.networks) or _("chưa mạng nào")),
    ]


@require_POST
def change(request: StaffRequest, slug: str) -> HttpResponse:
    """Networks and rates."""
    card, form = queries.system(slug), ChangeForm(request.POST)
    if not form.is_valid():
        return _again(request, card, change_form=form)
    facts: dict[str, Any] = {"system_id": card.id, "actor": request.actor, "now": clock.now()}
    services.set_networks(networks=form.cleaned_data["networks"].split(), **facts)
    services.set_certificates(certificates=form.cleaned_data["certificates"].split(), **facts)
    services.set_limits(
        requests_a_minute=form.cleaned_data["requests_a_minute"],
        bytes_a_minute=form.cleaned_data["bytes_a_minute"],
        **facts,
    )
    say_done(request, _("Đã lưu mạng và mức gọi."))
    return redirect("systems:one", card.slug)


@require_POST
def agencies(request: StaffRequest, slug: str) -> HttpResponse:
    """Ask one agency more (its code), or end one (`withdraw`)."""
    card, form = queries.system(slug), AgencyForm(request.POST)
    if not form.is_valid():
        return _again(request, card, agency_form=form)
    agency_id = _agency_id(form.cleaned_data["agency"])
    if "withdraw" in request.POST:
        now = clock.now()
        services.withdraw_agency(
            system_id=card.id,
            agency_id=agency_id,
            last_day=clock.local_day(now),
            actor=request.actor,
            now=now,
        )
        say_done(request, _("Hết hôm nay hệ thống không làm thay cơ quan đó nữa."))
    else:
        _grant(request, card, agency_id)
    return redirect("systems:one", card.slug)


@require_POST
def delegations(request: StaffRequest, slug: str) -> HttpResponse:
    """Delegate one code more, or end one (`end`)."""
    card, form = queries.system(slug), DelegationForm(request.POST)
    if not form.is_valid():
        return _again(request, card, delegation_form=form)
    facts: dict[str, Any] = {"system_id": card.id, "actor": request.actor, "now": clock.now()}
    code = form.cleaned_data["code"]
    if "end" in request.POST:
        services.end_delegation(code=code, **facts)
        say_done(request, _("Hệ thống không tự khai báo dưới mã đó nữa."))
    else:
        services.delegate_code(code=code, **facts)
        say_done(request, _("Hệ thống nay tự khai báo được đơn vị dưới mã đó."))
    return redirect("systems:one", card.slug)


@require_POST
def turn(request: StaffRequest, slug: str) -> HttpResponse:
    """Pause, resume or close."""
    card = queries.system(slug)
    if request.POST.get("act") not in _TURNS:
        raise BadRequest
    act, state = _TURNS[request.POST["act"]]
    act(system_id=card.id, actor=request.actor, now=clock.now())
    say_done(request, _("Hệ thống nay: %(state)s.") % {"state": _(state.label)})
    return redirect("systems:one", card.slug)


def _again(request: StaffRequest, card: SystemCard, **forms: object) -> HttpResponse:
    """The page with what was typed and what is wrong with it, to who may see it."""
    access.require(request.actor, "systems.manage")
    return render(request, "systems/one.html", {**page_of(card), **forms}, status=422)


def _grant(request: StaffRequest, card: SystemCard, agency_id: UUID) -> None:
    now = clock.now()
    asked = services.grant_agency(
        system_id=card.id,
        agency_id=agency_id,
        valid_from=clock.local_day(now),
        actor=request.actor,
        now=now,
    )
    if asked is not None:
        named = {"agency": asked.agency_name}
        say_done(request, _("Đã đề nghị %(agency)s; hệ thống chờ cơ quan đồng ý.") % named)


def _agency_id(code: str) -> UUID:
    found = directory.agency_by_code(code.strip())
    if found is None:
        raise UnknownAgency(agency=code)
    return found.id
