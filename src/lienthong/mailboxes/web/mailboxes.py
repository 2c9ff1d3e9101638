"""Mailboxes for operators: how they are opened and how they stand; nothing of any letter."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.kernel.wording import noop as later
from lienthong.mailboxes import queries, services
from lienthong.mailboxes.types import MailboxCard, MailboxState, Trouble
from lienthong.mailboxes.web.forms import MailboxForm
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Fact

MANAGE = "systems.manage"
_TURNS: dict[str, tuple[Callable[..., MailboxCard], str]] = {
    "on": (services.use_mailbox, later("Hộp thư được đọc trở lại.")),
    "off": (services.rest_mailbox, later("Đã tạm dừng đọc hộp thư; thư đến thêm sẽ chờ ở đó.")),
    "hurry": (services.hurry_mailbox, later("Hộp thư sẽ được đọc trong ít giây.")),
    "end": (services.end_mailbox, later("Đã thôi đọc hộp thư.")),
}


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All mailboxes, those in use first."""
    access.require(request.actor, MANAGE)
    return render(request, "mailboxes/list.html", {"mailboxes": queries.mailboxes()})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    """Describe a mailbox; it is read at once."""
    access.require(request.actor, MANAGE)
    form = MailboxForm(request.POST or None, today=clock.local_day(clock.now()))
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "mailboxes/form.html", {"form": form}, status=status)
    card = services.add_mailbox(form.new_mailbox(), actor=request.actor, now=clock.now())
    say_done(request, _("Đã thêm hộp thư %(address)s.") % {"address": card.address})
    return redirect("mailboxes:one", card.id)


@require_safe
def one(request: StaffRequest, mailbox_id: UUID) -> HttpResponse:
    """One mailbox: how it stands, and why it cannot be read."""
    access.require(request.actor, MANAGE)
    card = queries.mailbox(mailbox_id)
    context = {
        "mailbox": card,
        "facts": _facts(card),
        "is_open": card.state != MailboxState.ENDED,
    }
    return render(request, "mailboxes/one.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, mailbox_id: UUID) -> HttpResponse:
    """Open it in another way; an empty password stays what it was."""
    access.require(request.actor, MANAGE)
    card = queries.mailbox(mailbox_id)
    today = clock.local_day(clock.now())
    form = MailboxForm(request.POST if request.method == "POST" else None, today=today, card=card)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(
            request, "mailboxes/form.html", {"form": form, "mailbox": card}, status=status
        )
    services.change_mailbox(mailbox_id, form.new_mailbox(), actor=request.actor, now=clock.now())
    say_done(request, _("Đã ghi; hộp thư sẽ được đọc trong ít giây."))
    return redirect("mailboxes:one", mailbox_id)


@require_POST
def act(request: StaffRequest, mailbox_id: UUID) -> HttpResponse:
    """The buttons of a mailbox; each may be pressed twice."""
    access.require(request.actor, MANAGE)
    wanted = request.POST.get("act", "")
    if wanted == "try":
        tried = services.try_mailbox(mailbox_id, actor=request.actor)
        if tried.trouble == Trouble.NONE:
            said = _("Kết nối được; thư mục có %(count)s thư.") % {"count": tried.letters}
        else:
            said = f"{_(tried.trouble.label)} {tried.said}".strip()
        say_done(request, said)
    elif wanted in _TURNS:
        turn, told = _TURNS[wanted]
        turn(mailbox_id, actor=request.actor, now=clock.now())
        say_done(request, _(told))
    return redirect("mailboxes:one", mailbox_id)


def _facts(card: MailboxCard) -> list[Fact]:
    safety = _("có TLS") if card.is_secure else _("không TLS, chỉ trong mạng riêng")
    why = Fact(_("Vì sao"), f"{_(card.trouble.label)} {card.said}".strip())
    return [
        Fact(_("Cơ quan"), card.agency_name),
        Fact(_("Trạng thái"), _(card.state.label)),
        Fact(_("Máy chủ"), f"{card.host}:{card.port}, {safety}"),
        Fact(_("Tên đăng nhập"), card.login),
        Fact(_("Thư mục"), card.folder),
        Fact(_("Đọc thư đến từ ngày"), f"{card.begins_on:%d/%m/%Y}"),
        Fact(_("Tên máy chủ xác thực"), card.authserv or _("chưa khai: không xác thực người gửi")),
        Fact(_("Mạng riêng của máy chủ"), " ".join(card.networks) or "—"),
        Fact(_("Thư lớn nhất"), f"{card.largest_mb} MB"),
        Fact(_("Đã nhận về"), str(card.taken)),
        Fact(_("Chờ vào sổ"), str(card.waiting)),
        Fact(_("Đọc được lần cuối"), _moment(card.succeeded_at)),
        *([Fact(_("Hỏng từ lúc"), _moment(card.failing_since)), why] if card.trouble else []),
    ]


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M:%S %d/%m/%Y}" if at else "—"
