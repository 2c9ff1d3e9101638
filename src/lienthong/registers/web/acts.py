"""Accept, refuse, start, finish: each a button, by htmx in its place or as a plain form."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.access.types import StaffRequest
from lienthong.documents.errors import TargetUnknown
from lienthong.exchange.errors import AlreadyDecided
from lienthong.kernel import clock
from lienthong.registers import services
from lienthong.registers.types import IncomingCard
from lienthong.webkit.forms import form_key, stays_in_place
from lienthong.webkit.messages import say_done, say_refused

# Where the button stands in the split view, as its form says it.
SPLIT = "cho-tiep-nhan"


@require_POST
def accept(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    """Take the next number; on the home page the row goes, elsewhere the next document comes."""
    try:
        entry = services.accept_delivery(
            delivery_id=delivery_id, key=form_key(request), actor=request.actor, now=clock.now()
        )
    except AlreadyDecided as refusal:
        if request.POST.get("tu") != SPLIT:
            raise
        return _passed_over(request, refusal, see=reverse("registers:delivery", args=[delivery_id]))
    sentence = _("Đã tiếp nhận văn bản đến số %(number)s.") % {"number": entry.number_text}
    return _done(request, sentence, see=reverse("registers:entry", args=[entry.id]))


def _passed_over(request: StaffRequest, refusal: AlreadyDecided, *, see: str) -> HttpResponse:
    """In the split view, who was quicker is told over the list, and the next document comes."""
    say_refused(request, refusal, see_url=see)
    return redirect(_way_on(request, see))


@require_POST
def refuse(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    """Send it back with the reason that was ticked or written."""
    ticked, written = request.POST.getlist("phrase"), request.POST.get("reason", "")
    services.refuse_delivery(
        delivery_id=delivery_id,
        reason=" ".join(part for part in [*ticked, written] if part.strip()),
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    sentence = _("Đã từ chối tiếp nhận, lý do đã gửi lại bên gửi.")
    see = reverse("registers:delivery", args=[delivery_id])
    return _done(request, sentence, see=see, draft=f"refuse-{delivery_id}")


@require_POST
def start(request: StaffRequest, assignment_id: UUID) -> HttpResponse:
    """Take up an assignment."""
    card = services.start_work(assignment_id=assignment_id, actor=request.actor, now=clock.now())
    return _worked(request, card, _("Đã bắt đầu xử lý văn bản đến số %(number)s."))


@require_POST
def finish(request: StaffRequest, assignment_id: UUID) -> HttpResponse:
    """Write the outcome, perhaps with the document that answers."""
    card = services.finish_work(
        assignment_id=assignment_id,
        outcome=request.POST.get("outcome", ""),
        answer_document_id=_answer(request),
        actor=request.actor,
        now=clock.now(),
    )
    sentence = _("Đã báo hoàn thành văn bản đến số %(number)s.")
    return _worked(request, card, sentence, draft=f"finish-{assignment_id}")


def _answer(request: StaffRequest) -> UUID | None:
    """Return the document that answers, if one was chosen."""
    chosen = request.POST.get("answer", "")
    if not chosen:
        return None
    try:
        return UUID(chosen)
    except ValueError:
        raise TargetUnknown from None


def _worked(
    request: StaffRequest, card: IncomingCard, sentence: str, *, draft: str = ""
) -> HttpResponse:
    words = sentence % {"number": card.entry.number_text}
    return _done(request, words, see=reverse("registers:entry", args=[card.entry.id]), draft=draft)


def _done(request: StaffRequest, sentence: str, *, see: str, draft: str = "") -> HttpResponse:
    """One line that says what was done; htmx shows it at once, a form after the way on."""
    if request.headers.get("HX-Request") == "true" and not stays_in_place(request):
        facts = {"sentence": sentence, "see_url": see, "form_key": draft}
        return render(request, "registers/_done.html", facts)
    way_on = _way_on(request, see)
    say_done(request, sentence, see_url=see if way_on != see else "", form_key=draft)
    return redirect(way_on)


def _way_on(request: StaffRequest, see: str) -> str:
    """Where the person was: the home page, the next of those that wait, or the document."""
    came_from = request.POST.get("tu", "")
    if came_from == "viec":
        return reverse("desk:home")
    if came_from == SPLIT:
        following = urlencode({"chon": request.POST.get("sau", "")})
        return f"{reverse('registers:awaiting')}?{following}"
    return see
