"""Handing files over to the agency's archive, from both sides."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.casefiles import queries, services
from lienthong.casefiles.types import DepositState
from lienthong.casefiles.web.forms import OfferForm, ReasonForm
from lienthong.kernel import clock
from lienthong.webkit.forms import form_key, ids_of
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Pager, Tone

PAGE = 50
_TONES = {
    DepositState.OFFERED: Tone.WAIT,
    DepositState.TAKEN_OVER: Tone.OK,
    DepositState.REFUSED: Tone.LATE,
    DepositState.TAKEN_BACK: Tone.PLAIN,
}


@require_safe
def deposits(request: StaffRequest) -> HttpResponse:
    """What was offered to the archive, the newest first."""
    access.require(request.actor, "casefiles.keep")
    asked = request.GET.get("trang", "")
    number = max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1
    found = queries.deposit_page(
        request.actor.own_agency, skipped=(number - 1) * PAGE, limit=PAGE + 1
    )
    context = {
        "rows": [(card, _TONES[card.state]) for card in found[:PAGE]],
        "pager": Pager(
            previous_url=f"?trang={number - 1}" if number > 1 else "",
            next_url=f"?trang={number + 1}" if len(found) > PAGE else "",
        ),
    }
    return render(request, "casefiles/deposits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: StaffRequest) -> HttpResponse:
    """The closed files that can be offered, ticked together; a POST offers them."""
    access.require(request.actor, "casefiles.keep")
    form = OfferForm(request.POST or None, auto_id="offer_%s")
    if request.method == "POST" and form.is_valid():
        deposit_id = services.offer_files(
            case_file_ids=ids_of(request.POST.getlist("case_file")),
            note=form.cleaned_data["note"],
            key=form_key(request),
            actor=request.actor,
            now=clock.now(),
        )
        say_done(request, _("Đã đề nghị nộp lưu; văn thư, lưu trữ cơ quan kiểm tra và nhận."))
        return redirect("casefiles:deposit", deposit_id)
    ticked = set(ids_of(request.POST.getlist("case_file") or request.GET.getlist("ho-so")))
    ticks_all = request.GET.get("chon") == "het"
    today = clock.local_day(clock.now())
    context = {
        "form": form,
        "rows": [
            (card, ticks_all or card.id in ticked, card.due_on is not None and card.due_on < today)
            for card in queries.to_deposit(request.actor)
        ],
    }
    return render(request, "casefiles/offer.html", context, status=422 if form.is_bound else 200)


@require_safe
def deposit(request: StaffRequest, deposit_id: UUID) -> HttpResponse:
    """One deposit with its files, for who offered it and for the archive."""
    access.require(request.actor, "casefiles.keep")
    agency_id = request.actor.own_agency
    card = queries.deposit_card(deposit_id, agency_id=agency_id)
    waits = card.state == DepositState.OFFERED
    rights = request.actor.rights
    context = {
        "deposit": card,
        "tone": _TONES[card.state],
        "files": queries.deposited(deposit_id, agency_id=agency_id),
        "may_answer": waits and "casefiles.archive" in rights,
        "may_take_back": waits
        and (card.offered_by_post == request.actor.post_id or "casefiles.list" in rights),
        "reason_form": ReasonForm(),
    }
    return render(request, "casefiles/deposit.html", context)


@require_POST
def take_over(request: StaffRequest, deposit_id: UUID) -> HttpResponse:
    """ "Nhận vào lưu trữ"."""
    services.take_over_deposit(deposit_id=deposit_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã nhận hồ sơ vào lưu trữ cơ quan."))
    return redirect("casefiles:deposit", deposit_id)


@require_POST
def refuse(request: StaffRequest, deposit_id: UUID) -> HttpResponse:
    """ "Chưa nhận", with the reason."""
    services.refuse_deposit(
        deposit_id=deposit_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("Đã trả lại hồ sơ cho người nộp."))
    return redirect("casefiles:deposit", deposit_id)


@require_POST
def take_back(request: StaffRequest, deposit_id: UUID) -> HttpResponse:
    """ "Rút đề nghị"."""
    services.take_back_deposit(deposit_id=deposit_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã rút đề nghị nộp lưu."))
    return redirect("casefiles:deposit", deposit_id)
