"""One file: its facts, documents and course, and what becomes of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.casefiles import queries, rules, services
from lienthong.casefiles.types import CaseFileCard, CaseFileState, StepLine
from lienthong.casefiles.web.forms import ClosingForm, KeepBackForm, ReasonForm
from lienthong.casefiles.web.kept import keeps, kept, shown
from lienthong.casefiles.web.listing import TONES
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard, Viewer
from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.webkit.messages import say_done
from lienthong.webkit.paging import NumberedPage
from lienthong.webkit.types import Fact, Step

PAGE = 50


@require_safe
def one(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """A file with its documents, a page at a time. About twenty statements, whatever it has."""
    return _page(request, shown(request, case_file_id))


@require_POST
def begin(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """ "Mở hồ sơ"."""
    services.open_file(case_file_id=case_file_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã mở hồ sơ."))
    return redirect("casefiles:one", case_file_id)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """What was looked at before closing, and the day on which the work ended; a POST closes."""
    card, now = kept(request, case_file_id), clock.now()
    form = ClosingForm(request.POST or None, today=clock.local_day(now))
    if request.method == "POST" and form.is_valid():
        services.close_file(
            case_file_id=case_file_id,
            ended_on=form.cleaned_data["ended_on"],
            actor=request.actor,
            now=now,
        )
        say_done(request, _("Đã kết thúc hồ sơ; mục lục văn bản đã lập."))
        return redirect("casefiles:one", case_file_id)
    viewer = documents.viewer_of(request.actor)
    context = {
        "case_file": card,
        "check": queries.closing_check(card, viewer=viewer),
        "form": form,
        "is_deposited": rules.is_deposited(
            years=card.facts.retention.years, is_forever=card.facts.retention == "forever"
        ),
        "months": 3 if card.facts.is_construction else 12,
    }
    return render(request, "casefiles/close.html", context, status=422 if form.is_bound else 200)


@require_POST
def reopen(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """ "Mở lại"."""
    services.reopen_file(
        case_file_id=case_file_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã mở lại hồ sơ."))
    return redirect("casefiles:one", case_file_id)


@require_POST
def keep_back(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """ "Cho giữ lại", by the head of the agency."""
    access.require(request.actor, "casefiles.keep-back")
    form = KeepBackForm(request.POST)
    if not form.is_valid():
        return _page(request, shown(request, case_file_id), keep_form=form)
    services.keep_back(
        case_file_id=case_file_id,
        until=form.cleaned_data["until"],
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã cho giữ lại hồ sơ."))
    return redirect("casefiles:one", case_file_id)


def _page(
    request: StaffRequest, card: CaseFileCard, *, keep_form: KeepBackForm | None = None
) -> HttpResponse:
    viewer, today = documents.viewer_of(request.actor), clock.local_day(clock.now())
    page = NumberedPage.asked(request, "trang", size=PAGE, total=card.count)
    is_keeper = keeps(request, card)
    words = clean_line(request.GET.get("tim", ""))[:200] if is_keeper and card.is_open else ""
    context: dict[str, Any] = {
        "case_file": card,
        "tone": TONES[card.state],
        "facts": _facts(card, today),
        "lines": queries.documents_page(card.id, viewer=viewer, skipped=page.skipped, limit=PAGE),
        "pager": page.pager(request),
        "steps": [_step(line) for line in queries.course(card.id, viewer=viewer)],
        "words": words,
        "found": _found(card, words, viewer) if words else [],
        "keep_form": keep_form or KeepBackForm(),
        "reason_form": ReasonForm(),
        **_acts(request, card, is_keeper=is_keeper),
    }
    return render(request, "casefiles/one.html", context, status=422 if keep_form else 200)


def _found(card: CaseFileCard, words: str, viewer: Viewer) -> list[tuple[VersionCard, bool]]:
    """Documents that could be meant, each with whether it lies in the file already."""
    found = queries.candidates(words, viewer=viewer)
    there = queries.among(card.id, [version.id for version in found])
    return [(version, version.id in there) for version in found]


def _acts(request: StaffRequest, card: CaseFileCard, *, is_keeper: bool) -> dict[str, bool]:
    """What this viewer can do now."""
    rights, state = request.actor.rights, card.state
    is_free = card.facts.keeper_id is None and card.facts.unit_id is None
    is_listed, is_closed = state == CaseFileState.LISTED, state == CaseFileState.CLOSED
    return {
        "may_begin": is_listed and (is_keeper or is_free),
        "may_strike": is_listed and "casefiles.list" in rights,
        "may_change": is_keeper and (is_listed or card.is_open),
        "may_put": is_keeper and card.is_open,
        "may_reopen": is_keeper and is_closed,
        "may_offer": is_keeper and is_closed and card.due_on is not None,
        "may_keep_back": is_closed and card.due_on is not None and "casefiles.keep-back" in rights,
    }


def _facts(card: CaseFileCard, today: date) -> list[Fact]:
    facts = card.facts
    keeper = " · ".join(part for part in (card.keeper_name, card.unit_name) if part)
    told = [
        (_("Mã hồ sơ"), card.code),
        (_("Cơ quan lập"), card.closed_agency),
        (_("Đề mục"), facts.heading),
        (_("Thời hạn bảo quản"), _(facts.retention.label)),
        (_("Người giữ"), keeper or _("chưa giao")),
        (_("Bắt đầu"), _day(facts.started_on)),
        (_("Kết thúc"), _day(card.ended_on)),
        (_("Số văn bản"), str(card.count)),
        (_("Số trang"), str(card.page_count) if card.page_count else ""),
        (_("Hạn nộp lưu"), _due(card, today)),
        (_("Được giữ lại"), card.kept_back_reason),
        (_("Mục lục, SHA-256"), card.list_digest),
        (_("Ghi chú"), facts.note),
    ]
    return [Fact(name, value) for name, value in told if value]


def _due(card: CaseFileCard, today: date) -> str:
    if card.ended_on is None or card.state == CaseFileState.HANDED_OVER:
        return ""
    if card.due_on is None:
        return _("không nộp lưu, bảo quản dưới 05 năm")
    late = card.state == CaseFileState.CLOSED and card.due_on < today
    return f"{_day(card.due_on)} ({_('đã quá hạn')})" if late else _day(card.due_on)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _step(line: StepLine) -> Step:
    at = f"{line.at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
    return Step(_(line.step.label), f"{at}, {line.by}", line.note)
