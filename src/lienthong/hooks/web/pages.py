"""Hooks of all systems for operators, and of one agency for its heads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.hooks import queries, services
from lienthong.hooks.errors import HookNotFound
from lienthong.hooks.types import HookCard, HookState, NotificationState
from lienthong.hooks.web.forms import NetworksForm
from lienthong.kernel import clock
from lienthong.kernel.sorting import name_key
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Fact, Pager

MANAGE, ANSWER = "systems.manage", "access.answer-for-agency"
_PAGE = 50
_TURNS: dict[str, Callable[..., HookCard]] = {
    "pause": services.pause_hook,
    "resume": services.resume_hook,
    "challenge": services.challenge_hook,
    "close": services.close_hook,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A hook in a list. place: its address without what may be a secret of its owner."""

    card: HookCard
    place: str
    waiting: int
    dead: int


@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """All hooks, the newest first."""
    access.require(request.actor, MANAGE)
    after = _row(request, "sau")
    found = queries.hooks(after=after, limit=_PAGE + 1)
    next_url = f"?sau={found[_PAGE - 1].id}" if len(found) > _PAGE else ""
    context = {
        "hooks": _shown(found[:_PAGE]),
        "pager": Pager(previous_url="?" if after else "", next_url=next_url),
    }
    return render(request, "hooks/list.html", context)


@require_safe
def ours(request: StaffRequest) -> HttpResponse:
    """What systems are told about the agency, and where."""
    access.require(request.actor, ANSWER)
    found = queries.hooks_about(request.actor.own_agency)
    return render(request, "hooks/list.html", {"hooks": _shown(found), "is_ours": True})


@require_safe
def one(request: StaffRequest, hook_id: UUID) -> HttpResponse:
    """One hook: what it is told, what could not be told, every call; to heads of their agency."""
    card = _seen(request, hook_id)
    before = _row(request, "truoc")
    about = None if MANAGE in request.actor.rights else [request.actor.own_agency]
    calls = queries.attempts(card.id, agency_ids=about, before=before, limit=_PAGE + 1)
    next_url = f"?truoc={calls[_PAGE - 1].id}" if len(calls) > _PAGE else ""
    dead = queries.dead(card.id, agency_ids=about, limit=_PAGE + 1)
    context = {
        "hook": card,
        "facts": _facts(card),
        "dead": dead[:_PAGE],
        "has_more_dead": len(dead) > _PAGE,
        "calls": calls[:_PAGE],
        "pager": Pager(previous_url="?" if before else "", next_url=next_url),
        "is_open": card.state != HookState.CLOSED,
        "may_change": MANAGE in request.actor.rights,
        "form": NetworksForm(initial={"networks": "\n".join(_networks(card))}),
    }
    return render(request, "hooks/one.html", context)


@require_POST
def act(request: StaffRequest, hook_id: UUID) -> HttpResponse:
    """The buttons of a hook; each may be pressed twice."""
    access.require(request.actor, MANAGE)
    wanted = request.POST.get("act", "")
    facts: dict[str, Any] = {"hook_id": hook_id, "actor": request.actor, "now": clock.now()}
    if wanted == "resend":
        count = services.resend(**facts)
        told = ngettext("Sẽ báo lại %(count)s tin.", "Sẽ báo lại %(count)s tin.", count)
        say_done(request, told % {"count": count})
    elif wanted in _TURNS:
        say_done(request, _(_TURNS[wanted](**facts).state.label))
    return redirect("hooks:one", hook_id)


@require_POST
def networks(request: StaffRequest, hook_id: UUID) -> HttpResponse:
    """Private networks in which all hooks of this system may be called."""
    access.require(request.actor, MANAGE)
    card = queries.hook(hook_id)
    services.allow_networks(
        system_id=card.system.id,
        networks=request.POST.get("networks", "").split(),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã lưu mạng nội bộ được báo tới."))
    return redirect("hooks:one", hook_id)


def _seen(request: StaffRequest, hook_id: UUID) -> HookCard:
    """Operators see every hook, heads those that are told about their agency."""
    rights = request.actor.rights
    card = queries.hook(hook_id)
    if MANAGE in rights or (ANSWER in rights and request.actor.agency_id in card.agency_ids):
        return card
    raise HookNotFound


def _shown(found: Sequence[HookCard]) -> list[Shown]:
    counts = queries.counts([card.id for card in found])
    return [
        Shown(
            card,
            _place(card.address),
            counts.get((card.id, NotificationState.WAITING), 0),
            counts.get((card.id, NotificationState.DEAD), 0),
        )
        for card in found
    ]


def _place(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _networks(card: HookCard) -> tuple[str, ...]:
    return queries.allowed_networks([card.system.id]).get(card.system.id, ())


def _facts(card: HookCard) -> list[Fact]:
    agencies = directory.agencies(card.agency_ids).values()
    paused = f" · {_(card.pause_reason.label)}" if card.pause_reason else ""
    return [
        Fact(_("Hệ thống"), card.system.name),
        Fact(_("Địa chỉ nhận tin"), _place(card.address)),
        Fact(_("Trạng thái"), f"{_(card.state.label)}{paused}"),
        Fact(_("Loại tin"), "; ".join(_(kind.label) for kind in card.kinds) or "—"),
        Fact(
            _("Về cơ quan"), "; ".join(sorted((one.name for one in agencies), key=name_key)) or "—"
        ),
        Fact(_("Báo được lần cuối"), _moment(card.succeeded_at)),
        Fact(_("Hỏng từ lúc"), _moment(card.failing_since)),
    ]


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}" if at else "—"


def _row(request: StaffRequest, name: str) -> UUID | None:
    """The row of a list behind which the page begins; the beginning for anything else."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
