"""The page behind the link of a letter: who has the mailbox says what became of a document.

Nobody is signed in, and opening it does nothing: programs that look at mail follow links.
"""

from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lienthong.exchange.types import DeliveryState, StatusCode
from lienthong.kernel import clock
from lienthong.ledger.services.limit_questions import count_question
from lienthong.routes import services
from lienthong.webkit.client_address import client_address, counted_as

_STARTS = {DeliveryState.SENT, DeliveryState.ARRIVED}
_WORKS = {DeliveryState.ACCEPTED, DeliveryState.ASSIGNED, DeliveryState.IN_WORK}


class LetterForm(forms.Form):
    """What the reader of a letter may say; which of it counts depends on the button."""

    entry_number = forms.CharField(label=_("Số đến"), max_length=30, required=False)
    entered_on = forms.DateField(
        label=_("Ngày vào sổ"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        help_text=_("Ngày/tháng/năm."),
    )
    note = forms.CharField(label=_("Lý do"), max_length=500, required=False)


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, delivery_id: UUID, seal: str) -> HttpResponse:
    """Show which document it is, without its subject; take over what its reader says."""
    count_question(counted_as(client_address(request)), now=clock.now())
    card = services.letter_card(delivery_id, seal)
    today = f"{clock.local_day(clock.now()):%d/%m/%Y}"
    form = LetterForm(request.POST or None, initial={"entered_on": today})
    if request.method == "POST" and form.is_valid():
        _say(delivery_id, seal, request.POST.get("act", ""), form)
        return redirect("routes:letter", delivery_id, seal)
    context = {
        "letter": card,
        "form": form,
        "is_new": card.state in _STARTS and not card.asks,
        "is_accepted": card.state in _WORKS and not card.asks,
    }
    status = 422 if form.is_bound else 200
    return render(request, "routes/letter.html", context, status=status)


def _say(delivery_id: UUID, seal: str, act: str, form: LetterForm) -> None:
    said, now = form.cleaned_data, clock.now()
    codes = {
        "accept": StatusCode.ACCEPTED,
        "refuse": StatusCode.REFUSED,
        "finish": StatusCode.FINISHED,
    }
    if act in codes:
        services.report_by_letter(
            delivery_id,
            seal,
            code=codes[act],
            note="" if act == "accept" else said["note"],
            entry_number=said["entry_number"] if act == "accept" else "",
            entered_on=said["entered_on"] if act == "accept" else None,
            now=now,
        )
    elif act in {"agree", "decline"}:
        services.answer_by_letter(
            delivery_id, seal, agrees=act == "agree", note=said["note"], now=now
        )
