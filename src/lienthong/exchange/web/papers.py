"""The paper beside electronic documents: what is to go, what is on its way, and its marks (A5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access import queries as access_queries
from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange import errors, queries, services
from lienthong.exchange.types import DeliveryCard, PaperSent, PaperState, PaperStep, PaperWay
from lienthong.kernel import clock
from lienthong.kernel.refusals import Refusal
from lienthong.webkit.forms import DayField, ids_of
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Pager, Tab
from lienthong.webkit.wording import fill

_TO_SEND, _ON_THEIR_WAY, _TO_COME = "can-gui", "da-gui", "sap-den"
# What the clerk mends in the form; a whole page of it would lose the ticks and the numbers typed.
_BESIDE_FIELDS = (errors.NoPaperChosen, errors.PaperDay, errors.PostNumberMissing)
_List = Callable[..., list[DeliveryCard]]
_LISTS: dict[str, tuple[object, _List]] = {
    _TO_SEND: (later("Cần gửi"), queries.papers_to_send),
    _ON_THEIR_WAY: (later("Đã gửi, chưa đến"), queries.papers_on_their_way),
    _TO_COME: (later("Sắp đến cơ quan"), queries.papers_to_come),
}


class SentForm(forms.Form):
    """How the paper of the ticked rows went."""

    day = DayField(label=later("Ngày gửi"))
    way = forms.ChoiceField(
        label=later("Cách gửi"),
        choices=lambda: [(str(way), _(way.label)) for way in PaperWay],
        widget=forms.RadioSelect,
    )
    post_number = forms.CharField(
        label=later("Số hiệu bưu gửi"),
        required=False,
        max_length=30,
        help_text=later("Ghi trên phiếu gửi; chỉ cần khi gửi bưu điện."),
    )


class ArrivedForm(forms.Form):
    """When the paper of the ticked rows came."""

    day = DayField(label=later("Ngày nhận"))


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A delivery with its document, as a row; is_late: its paper should have gone by now."""

    delivery: DeliveryCard
    version: VersionCard
    is_late: bool
    is_ticked: bool

    @property
    def is_owed(self) -> bool:
        paper = self.delivery.paper
        return self.delivery.wants_paper and paper is not None and paper.state == PaperState.OWED


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: StaffRequest) -> HttpResponse:
    """What paper is to go, on its way, or to come; ticked rows are marked together."""
    access.require(request.actor, "documents.read-agency", agency_id=request.actor.agency_id)
    view = request.GET.get("xem", "")
    view = view if view in _LISTS else _TO_SEND
    here = _address(view)
    form, done = _marked(request, view)
    if done:
        return redirect(_back(request, done, here))
    found = _LISTS[view][1](
        agency_id=request.actor.own_agency,
        after=_read_place(request.GET.get("sau", "")),
        limit=queries.PAGE + 1,
    )
    page = found[: queries.PAGE]
    context = {
        "form": form,
        "rows": _rows(request, page, ticked=False),
        "view": view,
        "here": here,
        "tabs": [
            Tab(str(name), _address(word), is_here=word == view)
            for word, (name, _list) in _LISTS.items()
        ],
        "can_mark": _can_mark(request),
        "pager": Pager(next_url=f"{here}&{urlencode({'sau': _written(page[-1])})}")
        if len(found) > len(page)
        else Pager(),
    }
    status = 422 if form.errors else 200
    return render(request, "exchange/papers.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def papers_of(request: StaffRequest, dispatch_id: UUID) -> HttpResponse:
    """The paper of one sending, recipient by recipient, with the form for what goes now."""
    access.require(request.actor, "documents.read-agency", agency_id=request.actor.agency_id)
    dispatch = queries.dispatch_card(dispatch_id)
    if not queries.is_sender(dispatch, request.actor.agency_id):
        raise errors.DispatchNotFound()
    form, done = _marked(request, _TO_SEND)
    if done:
        return redirect("exchange:papers-of", dispatch_id)
    cards = queries.papers_of_dispatch(dispatch_id)
    if not cards:
        raise errors.NoPaper()
    version = documents.visible_version(dispatch.version_id, documents.viewer_of(request.actor))
    rows = _rows(request, queries.in_order_of_names(cards), ticked=True)
    context = {
        "form": form,
        "rows": rows,
        "has_owed": any(row.is_owed for row in rows),
        "rules": documents.policy_cards({card.paper.policy_id for card in cards if card.paper}),
        "version": version,
        "here": request.path,
        "can_mark": _can_mark(request),
    }
    status = 422 if form.errors else 200
    return render(request, "exchange/papers_of.html", context, status=status)


@require_POST
def take_back(request: StaffRequest, delivery_id: UUID) -> HttpResponse:
    """ "Bỏ ghi": what one's own side marked about a paper was an error."""
    step = PaperStep.ARRIVED if request.POST.get("step") == PaperStep.ARRIVED else PaperStep.SENT
    card = services.take_back_paper(
        delivery_id=delivery_id, step=step, actor=request.actor, now=clock.now()
    )
    say_done(request, _("Đã bỏ ghi."))
    if step == PaperStep.ARRIVED:
        return redirect("desk:document", card.version_id)
    return redirect("exchange:papers-of", card.dispatch_id)


def _marked(request: StaffRequest, view: str) -> tuple[SentForm | ArrivedForm, list[DeliveryCard]]:
    """Do what was sent; return the form to show, and what was marked."""
    kind = ArrivedForm if view == _TO_COME else SentForm
    today = clock.local_day(clock.now())
    if request.method != "POST":
        return kind(initial={"day": today, "way": PaperWay.BY_HAND}), []
    access.require(request.actor, "exchange.follow-paper", agency_id=request.actor.agency_id)
    form = kind(request.POST)
    if not form.is_valid():
        return form, []
    try:
        done = _mark(form, request, view)
    except _BESIDE_FIELDS as refusal:
        # A page of a document has its own form: only the list can show what was typed again.
        if request.POST.get("tu"):
            raise
        form.add_error(_place_of(refusal), _words_of(refusal))
        return form, []
    if view == _TO_COME:
        words = ngettext("Đã ghi nhận %(n)s bản giấy.", "Đã ghi nhận %(n)s bản giấy.", len(done))
    else:
        words = ngettext("Đã ghi gửi %(n)s bản giấy.", "Đã ghi gửi %(n)s bản giấy.", len(done))
    say_done(request, words % {"n": len(done)})
    return form, done


def _mark(form: SentForm | ArrivedForm, request: StaffRequest, view: str) -> list[DeliveryCard]:
    ids = ids_of(request.POST.getlist("delivery"))
    if not ids:
        raise errors.NoPaperChosen()
    said, actor, now = form.cleaned_data, request.actor, clock.now()
    if view == _TO_COME:
        return services.mark_paper_arrived(
            delivery_ids=ids, arrived_on=said["day"], actor=actor, now=now
        )
    sent = PaperSent(said["day"], PaperWay(said["way"]), said["post_number"])
    return services.mark_paper_sent(delivery_ids=ids, sent=sent, actor=actor, now=now)


def _place_of(refusal: Refusal) -> str | None:
    """Return the field that a refusal is about; None where it is about the rows."""
    return {errors.PaperDay.code: "day", errors.PostNumberMissing.code: "post_number"}.get(
        refusal.code
    )


def _words_of(refusal: Refusal) -> str:
    parts = (refusal.sentence, refusal.cause, refusal.next_step)
    said = " ".join(fill(part, refusal.facts) for part in parts if part)
    return f"{said} [{refusal.code}]"


def _back(request: StaffRequest, done: Sequence[DeliveryCard], here: str) -> str:
    if request.POST.get("tu") == "van-ban":
        return reverse("desk:document", args=[done[0].version_id])
    return here


def _rows(request: StaffRequest, cards: Sequence[DeliveryCard], *, ticked: bool) -> list[PaperRow]:
    versions = documents.version_cards({card.version_id for card in cards})
    today = clock.local_day(clock.now())
    said = {"het": True, "khong": False}.get(request.GET.get("chon", ""), ticked)
    chosen = set(ids_of(request.POST.getlist("delivery")))
    return [
        PaperRow(
            card,
            versions[card.version_id],
            card.is_paper_late(today),
            card.id in chosen if request.method == "POST" else said,
        )
        for card in cards
    ]


def _address(view: str) -> str:
    return f"{reverse('exchange:papers')}?{urlencode({'xem': view})}"


def _can_mark(request: StaffRequest) -> bool:
    return access_queries.has_right(request.actor, "exchange.follow-paper", request.actor.agency_id)


def _written(last: DeliveryCard) -> str:
    return f"{last.paper.due_on}~{last.id}" if last.paper else ""


def _read_place(text: str) -> tuple[date, UUID] | None:
    day, _separator, row_id = text.partition("~")
    try:
        return date.fromisoformat(day), UUID(row_id)
    except ValueError:
        return None
