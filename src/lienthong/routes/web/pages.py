"""Routes for operators: how they stand, what waits, what failed and why; nothing of any content."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.kernel.wording import noop as later
from lienthong.routes import queries, services
from lienthong.routes.errors import ParcelNotFound
from lienthong.routes.types import FetchedState, ParcelState, RouteCard, RouteKind, RouteState
from lienthong.routes.web.forms import ChangeForm, MailboxForm, RouteForm, TrialForm
from lienthong.webkit.messages import say_done
from lienthong.webkit.numbers import count
from lienthong.webkit.types import Fact

MANAGE = "systems.manage"
_TURNS: dict[str, tuple[Callable[..., RouteCard], str]] = {
    "on": (services.use_route, later("Tuyến được dùng trở lại.")),
    "off": (services.rest_route, later("Đã tạm dừng tuyến; văn bản gửi thêm sẽ chờ.")),
    "hurry": (services.hurry_route, later("Tuyến sẽ làm việc trong ít giây.")),
    "end": (services.end_route, later("Đã kết thúc tuyến.")),
}
_OF_MAILBOX: dict[str, tuple[Callable[..., object], str]] = {
    "off": (services.take_off_mail, later("Không gửi thư tới cơ quan này nữa.")),
    "join": (services.bring_inside, later("Cơ quan đã vào hệ thống; ghi ngày tham gia.")),
}
_OF_ONE: dict[str, Callable[..., None]] = {
    "resend": services.resend_parcel,
    "again": services.look_again,
}


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All routes, those in use first."""
    access.require(request.actor, MANAGE)
    return render(request, "routes/list.html", {"routes": queries.routes()})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Describe a new route; it is used at once."""
    access.require(request.actor, MANAGE)
    form = RouteForm(request.POST or None)
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "routes/add.html", {"form": form}, status=status)
    card = services.add_route(form.new_route(), actor=request.actor, now=clock.now())
    say_done(request, _("Đã thêm tuyến “%(name)s”.") % {"name": card.name}, form_key="tuyen-moi")
    return redirect("routes:one", card.id)


@require_safe
def one(request: StaffRequest, route_id: UUID) -> HttpResponse:
    """One route: how it stands, what waits, what failed, what an operator has to look at."""
    access.require(request.actor, MANAGE)
    return render(request, "routes/one.html", _shown(queries.route_of(route_id)))


def _shown(card: RouteCard, form: MailboxForm | None = None) -> dict[str, Any]:
    is_mail = card.kind == RouteKind.MAIL
    return {
        "route": card,
        "is_mail": is_mail,
        "mailboxes": queries.mailboxes(card.id) if is_mail else [],
        "form": form or MailboxForm(),
        "trial": TrialForm(auto_id="try_%s"),
        "facts": _facts(card),
        "waiting": queries.parcels(card.id, ParcelState.WAITING),
        "given_up": queries.parcels(card.id, ParcelState.GIVEN_UP),
        "fetched": queries.fetched(card.id, [FetchedState.WAITING, FetchedState.TURNED_DOWN]),
        "differences": queries.differences(card.id),
        "is_open": card.state != RouteState.ENDED,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, route_id: UUID) -> HttpResponse:
    """How the other side is called, and whom it leads to; what waits goes by the new way."""
    access.require(request.actor, MANAGE)
    card = queries.route_of(route_id)
    form = ChangeForm(request.POST) if request.method == "POST" else ChangeForm.of(card)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        context = {"form": form, "route": card}
        return render(request, "routes/change.html", context, status=status)
    services.change_route(card.slug, actor=request.actor, now=clock.now(), **form.changes())
    say_done(request, _("Đã ghi; tuyến sẽ làm việc trong ít giây."))
    return redirect("routes:one", route_id)


@require_POST
def hand_over(request: StaffRequest, route_id: UUID) -> HttpResponse:
    """Let other routes carry what waits for this one."""
    access.require(request.actor, MANAGE)
    count = services.hand_over_route(
        queries.route_of(route_id).slug,
        actor=request.actor,
        now=clock.now(),
        also_perhaps_there=request.POST.get("also_perhaps_there") == "yes",
    )
    told = _("Đã giao %(count)s lượt chuyển cho tuyến khác.")
    say_done(request, told % {"count": count})
    return redirect("routes:one", route_id)


@require_POST
def act(request: StaffRequest, route_id: UUID) -> HttpResponse:
    """The buttons of a route; each may be pressed twice."""
    access.require(request.actor, MANAGE)
    wanted, card = request.POST.get("act", ""), queries.route_of(route_id)
    facts: dict[str, Any] = {"actor": request.actor, "now": clock.now()}
    if wanted in _OF_ONE:
        _OF_ONE[wanted](_row(request), **facts)
        say_done(request, _("Sẽ thử lại trong ít giây."))
    elif wanted in _TURNS:
        turn, told = _TURNS[wanted]
        turn(card.slug, **facts)
        say_done(request, _(told))
    return redirect("routes:one", route_id)


@require_POST
def mailbox(request: StaffRequest, route_id: UUID) -> HttpResponse:
    """Whom a route of mail leads to, and a letter to try it."""
    access.require(request.actor, MANAGE)
    card, wanted = queries.route_of(route_id), request.POST.get("act", "")
    facts: dict[str, Any] = {"actor": request.actor, "now": clock.now()}
    if wanted == "reach":
        form = MailboxForm(request.POST)
        if not form.is_valid():
            return render(request, "routes/one.html", _shown(card, form), status=422)
        box = services.reach_by_mail(card.slug, **form.cleaned_data, **facts)
        said = {"name": box.name, "address": box.address}
        say_done(request, _("Thư cho %(name)s đi tới %(address)s.") % said)
    elif wanted in _OF_MAILBOX:
        act, told = _OF_MAILBOX[wanted]
        act(card.slug, agency_id=_row(request), **facts)
        say_done(request, _(told))
    elif wanted == "try":
        _try(request, card, **facts)
    return redirect("routes:one", route_id)


def _try(request: StaffRequest, card: RouteCard, **facts: Any) -> None:
    services.try_letter(card.slug, to=request.POST.get("address", ""), **facts)
    say_done(request, _("Máy chủ thư đã nhận thư thử; xem hộp thư đó."))


def _row(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("row", ""))
    except ValueError as error:
        raise ParcelNotFound from error


def _facts(card: RouteCard) -> list[Fact]:
    why = Fact(_("Vì sao"), f"{_(card.trouble.label)} {card.said}".strip())
    if card.kind == RouteKind.MAIL:
        return _mail_facts(card, why)
    return [
        Fact(_("Loại tuyến"), _(card.kind.label)),
        Fact(_("Trạng thái"), _(card.state.label)),
        Fact(_("Địa chỉ"), card.address),
        Fact(_("Mã kết nối"), card.caller),
        Fact(_("Dẫn tới các mã"), " ".join(card.leads_to)),
        Fact(_("Cơ quan của ta dùng tuyến"), " ".join(card.stands_for)),
        Fact(_("Mạng riêng của bên kia"), " ".join(card.networks) or "—"),
        Fact(_("Chi phí"), str(card.cost)),
        Fact(_("Số cơ quan bên kia"), str(card.agencies)),
        Fact(_("Thành công lần cuối"), _moment(card.succeeded_at)),
        Fact(_("Đọc danh bạ lần cuối"), _moment(card.listed_at)),
        *([Fact(_("Hỏng từ lúc"), _moment(card.failing_since)), why] if card.trouble else []),
    ]


def _mail_facts(card: RouteCard, why: Fact) -> list[Fact]:
    return [
        Fact(_("Loại tuyến"), _(card.kind.label)),
        Fact(_("Trạng thái"), _(card.state.label)),
        Fact(_("Máy chủ thư"), card.address),
        Fact(_("Địa chỉ gửi thư"), card.sender),
        Fact(_("Địa chỉ hệ thống này"), card.site),
        Fact(_("Thư lớn nhất (byte)"), count(card.largest)),
        Fact(_("Chi phí"), str(card.cost)),
        Fact(_("Thành công lần cuối"), _moment(card.succeeded_at)),
        *([Fact(_("Hỏng từ lúc"), _moment(card.failing_since)), why] if card.trouble else []),
    ]


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M:%S %d/%m/%Y}" if at else "—"
