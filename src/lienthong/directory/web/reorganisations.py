"""Reorganising: choose what happens, see what would move, propose it; another one answers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from json import JSONDecodeError, dumps, loads
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.directory import queries, services
from lienthong.directory.errors import PlanUnreadable
from lienthong.directory.events import Moved
from lienthong.directory.rules.reorganisation import ReorganisationPlan
from lienthong.directory.types import ReorganisationState
from lienthong.directory.web.plan_form import DeclineForm, PlanForm
from lienthong.directory.web.requests import (
    DirectoryRequest,
    can_manage_below,
    demand_some,
    today,
)
from lienthong.kernel import clock
from lienthong.kernel.wording import noop
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done

_WORDS = {
    "delivery": noop("Văn bản đang gửi, nhận"),
    "dispatch": noop("Văn bản đã gửi, chưa xong"),
    "grant": noop("Quyền của hệ thống kết nối"),
    "acting": noop("Ký thay, thừa lệnh, thừa ủy quyền"),
    "entry": noop("Văn bản đến đang xử lý"),
    "draft": noop("Dự thảo"),
    "book": noop("Sổ đăng ký"),
    "casefile": noop("Hồ sơ công việc"),
    "inside": noop("Văn bản nội bộ"),
    "unit": noop("Đơn vị"),
    "post": noop("Vị trí công tác"),
    "participation": noop("Điều kiện tham gia"),
    "rename": noop("Đổi tên"),
    "recode": noop("Đổi mã"),
}
# Lines shown of one group; the count is of all.
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class MovedGroup:
    """What moves from one agency to another, of one sort."""

    what: str
    from_name: str
    to_name: str
    count: int
    labels: tuple[str, ...]


@require_safe
def reorganisations(request: DirectoryRequest) -> HttpResponse:
    """What was proposed and decided, the latest by day of effect first."""
    services.demand(request.actor, "directory.read")
    context = {"rows": queries.reorganisations(), "can_decide": can_manage_below(request)}
    return render(request, "directory/reorganisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: DirectoryRequest) -> HttpResponse:
    """Fill in what happens; the second button is only there once it was tried out."""
    demand_some(request)
    form = PlanForm(request.POST if request.method == "POST" else None, initial=_asked(request))
    groups: list[MovedGroup] | None = None
    told = ""
    if request.method == "POST" and form.is_valid():
        decided = form.plan()
        told = dumps(decided.as_values(), ensure_ascii=False)
        trial = services.try_out(plan=decided, actor=request.actor, now=clock.now())
        groups = _groups(trial.moved, decided)
    context = {"form": form, "groups": groups, "told": told, "today": today()}
    return render(request, "directory/plan.html", context, status=422 if form.errors else 200)


@require_POST
def propose(request: DirectoryRequest) -> HttpResponse:
    """Put the very plan that was tried out before a second person."""
    demand_some(request)
    try:
        values = loads(request.POST.get("plan", ""))
    except (JSONDecodeError, RecursionError) as error:
        raise PlanUnreadable(what="plan") from error
    found = services.propose(
        plan=ReorganisationPlan.read(values),
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã đề nghị; phương án chờ người thứ hai đồng ý."), form_key="phuong-an")
    return redirect("directory:reorganisation", found)


@require_safe
def reorganisation(request: DirectoryRequest, reorganisation_id: UUID) -> HttpResponse:
    """One plan: what it is, who answers it, and where everything went."""
    services.demand(request.actor, "directory.read")
    card = queries.reorganisation(reorganisation_id)
    lines = [_moved(line) for line in card.moved["lines"]]
    is_open = card.state in (ReorganisationState.PROPOSED, ReorganisationState.PLANNED)
    context = {
        "card": card,
        "plan_lines": _lines(card.plan),
        "groups": _groups(lines, card.plan, card.moved["counts"]),
        "can_answer": services.may_answer(card, request.actor),
        "can_cancel": is_open and can_manage_below(request),
        "decline_form": DeclineForm(auto_id="decline_%s"),
    }
    return render(request, "directory/reorganisation.html", context)


@require_POST
def answer(request: DirectoryRequest, reorganisation_id: UUID) -> HttpResponse:
    """ "Đồng ý", or "Không đồng ý" with the reason."""
    actor, now = request.actor, clock.now()
    if request.POST.get("answer") == "agree":
        services.agree(reorganisation_id=reorganisation_id, actor=actor, now=now)
        say_done(request, _("Đã đồng ý phương án sắp xếp lại."))
    else:
        services.decline(
            reorganisation_id=reorganisation_id,
            reason=request.POST.get("reason", ""),
            actor=actor,
            now=now,
        )
        say_done(request, _("Đã ghi lý do không đồng ý; người lập phương án được báo."))
    return redirect("directory:reorganisation", reorganisation_id)


@require_POST
def cancel(request: DirectoryRequest, reorganisation_id: UUID) -> HttpResponse:
    """Give a plan up before its day."""
    demand_some(request)
    services.cancel(reorganisation_id=reorganisation_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã hủy phương án trước ngày hiệu lực."))
    return redirect("directory:reorganisation", reorganisation_id)


def _lines(plan: ReorganisationPlan) -> list[str]:
    """Return what a plan does in words, agencies by name and code. One statement."""
    codes = {code for step in plan.steps for code in (*step.agencies, *step.after)}
    names = {code: card.name for code, card in queries.agencies_by_codes(codes).items()}
    names |= {new.code: new.name for new in plan.founded}

    def told(some: Iterable[str]) -> str:
        return ", ".join(f"{names[code]} ({code})" if code in names else code for code in some)

    found = [f"{_('Thành lập')}: {new.name} ({new.code})" for new in plan.founded]
    for step in plan.steps:
        parts = [told(step.agencies), step.name, step.code, told(step.after)]
        heir = f" · {_('kế thừa chính')}: {told([step.heir])}" if step.heir else ""
        found.append(f"{_(step.kind.label)}: {' → '.join(part for part in parts if part)}{heir}")
    return found


def _asked(request: DirectoryRequest) -> dict[str, str]:
    return {"agencies": request.GET.get("co-quan", "")[:40]}


def _moved(line: Mapping[str, str]) -> Moved:
    to = UUID(line["to"]) if line["to"] else None
    return Moved(line["what"], line["id"], line["label"], UUID(line["from"]), to)


def _groups(
    moved: Iterable[Moved], decided: ReorganisationPlan, counts: Iterable[Mapping[str, Any]] = ()
) -> list[MovedGroup]:
    """Group what moves; agencies that a trial founded are named by the plan. One statement."""
    by: dict[tuple[str, UUID, UUID | None], list[str]] = {}
    for one in moved:
        by.setdefault((one.what, one.from_agency, one.to_agency), []).append(one.label)
    number = Counter({key: len(labels) for key, labels in by.items()})
    for row in counts:
        key = (row["what"], UUID(row["from"]), UUID(row["to"]) if row["to"] else None)
        number[key] = row["count"]
    ids = {pk for _what, *pair in by for pk in pair if pk}
    names = {pk: card.name for pk, card in queries.agencies(ids).items()}
    new = ", ".join(agency.name for agency in decided.founded)
    return [
        MovedGroup(
            _(_WORDS[what]),
            names.get(start, ""),
            names.get(end, new) if end else "",
            number[what, start, end],
            tuple(labels[:_SHOWN]),
        )
        for (what, start, end), labels in by.items()
    ]
