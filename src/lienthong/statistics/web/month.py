"""An agency's month: its figures now or as they were closed, what is behind them, its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST, require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.statistics import errors, queries, rules, services
from lienthong.statistics.queries.opening import PAGE
from lienthong.statistics.types import (
    Answer,
    Basis,
    ClosingCard,
    FrozenFigures,
    Measure,
    Period,
    Standing,
    Totals,
)
from lienthong.statistics.web.shown import (
    TONES,
    kind_lines,
    lines,
    percent,
    shares,
)
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done
from lienthong.webkit.paging import NumberedPage
from lienthong.webkit.types import Tone

_MONTHS_SHOWN = 12


class AnswerForm(forms.Form):
    """What an agency says of its closed figures."""

    sentence = forms.CharField(
        label=later("Ý kiến"),
        max_length=1000,
        required=False,
        help_text=later("Bắt buộc khi không đồng ý: số nào sai, vì sao."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    outgoing_total = forms.IntegerField(
        label=later("Tổng số văn bản đi theo sổ của cơ quan"),
        required=False,
        min_value=0,
        max_value=10_000_000,
    )
    incoming_total = forms.IntegerField(
        label=later("Tổng số văn bản đến theo sổ của cơ quan"),
        required=False,
        min_value=0,
        max_value=10_000_000,
    )


@dataclass(frozen=True, slots=True)
class Answerable:
    """Closed figures that the viewer's agency answers for; is_own: not of one that it inherited."""

    frozen: FrozenFigures
    standing: Standing
    tone: Tone
    form: AnswerForm
    asks_totals: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A closed month in the list of those before."""

    name: str
    slug: str
    outgoing: str
    incoming: str
    standing: Standing
    tone: Tone


@require_safe
def now(request: StaffRequest) -> HttpResponse:
    """The month that goes on."""
    access.require(request.actor, "statistics.read")
    return _month(request, queries.period_now(now=clock.now()))


@require_safe
def one(request: StaffRequest, month: str) -> HttpResponse:
    """One month: as it was closed, with what is counted otherwise today, or as far as it has come.

    About 20 statements, whatever the agency has.
    """
    access.require(request.actor, "statistics.read")
    return _month(request, queries.period_asked(month, now=clock.now()))


@require_safe
def closing(request: StaffRequest, closing_id: UUID) -> HttpResponse:
    """What a notice leads to: the month of a closing."""
    access.require(request.actor, "statistics.read")
    return redirect("statistics:month", queries.closing_with(closing_id).period.slug)


@require_POST
def answer(request: StaffRequest, figures_id: UUID) -> HttpResponse:
    """ "Xác nhận" or "Có ý kiến"."""
    access.require(request.actor, "statistics.confirm")
    said = Answer.CONFIRMED if request.POST.get("answer") == "confirm" else Answer.OBJECTED
    form = AnswerForm(request.POST)
    period = queries.closing_of_figures(figures_id).period
    if not form.is_valid():
        return _month(request, period, asked=(figures_id, form))
    services.answer_figures(
        figures_id=figures_id,
        answer=said,
        sentence=form.cleaned_data["sentence"],
        totals=Totals(form.cleaned_data["outgoing_total"], form.cleaned_data["incoming_total"]),
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    is_agreed = said == Answer.CONFIRMED
    say_done(request, _("Đã xác nhận số liệu.") if is_agreed else _("Đã ghi ý kiến về số liệu."))
    return redirect("statistics:month", period.slug)


@require_safe
def opened(request: StaffRequest, month: str, measure: str) -> HttpResponse:
    """The documents behind a number, as it is counted now; a page at a time."""
    access.require(request.actor, "statistics.read")
    at, wanted = clock.now(), read_measure(measure)
    period, agency = queries.period_asked(month, now=at), directory.agency(request.actor.own_agency)
    found = queries.opened(wanted, period, agency, at=at)
    counted = found.count()
    page = NumberedPage.asked(request, "trang", size=PAGE, total=counted)
    frozen = _frozen(queries.closing_called(period.month), agency.id)
    context = {
        "period": period,
        "name": _(wanted.label),
        "lines": found.page(skipped=page.skipped, limit=PAGE),
        "counted": counted,
        "frozen": frozen.figures.counts.get(wanted) if frozen else None,
        "pager": page.pager(request),
        "at": at,
    }
    return render(request, "statistics/opened.html", context)


def read_measure(text: str) -> Measure:
    """Return the measure of an address. Raises MonthUnknown."""
    if text not in set(Measure):
        raise errors.MonthUnknown()
    return Measure(text)


def _month(
    request: StaffRequest, period: Period, *, asked: tuple[UUID, AnswerForm] | None = None
) -> HttpResponse:
    at = clock.now()
    agency = directory.agency(request.actor.own_agency)
    closed = queries.closing_called(period.month)
    frozen = _frozen(closed, agency.id)
    live = queries.count_figures(period, [agency], at=at)[agency.id]
    shown = frozen.figures if frozen else live
    context = {
        "period": period,
        "agency_name": frozen.agency_name if frozen else agency.name,
        "basis": _(shown.basis.label),
        "closing": closed,
        "is_over": period.until <= at,
        "frozen": frozen,
        "shares": shares(shown, frozen.totals if frozen else Totals()),
        "lines": lines(shown.counts, live.counts if frozen else None, _opener(period)),
        "kinds": kind_lines(shown),
        "answers": _answers(closed, request, at, asked) if closed else [],
        "months": _months(agency.id, period, at),
        "at": at,
        **_beside(period, at),
    }
    status = 422 if asked else 200
    return render(request, "statistics/month.html", context, status=status)


def _frozen(closed: ClosingCard | None, agency_id: UUID) -> FrozenFigures | None:
    return queries.figures_of_agency(closed, agency_id) if closed else None


def _opener(period: Period) -> Callable[[Measure], str]:
    return lambda measure: reverse("statistics:opened", args=[period.slug, measure])


def _beside(period: Period, at: datetime) -> dict[str, str]:
    """The months before and after, "" where there is none."""
    before = (period.month - rules.ONE_DAY).replace(day=1)
    after = rules.next_month(period.month)
    first = queries.first_month()
    return {
        "before": f"{before:%Y-%m}" if first and before >= first else "",
        "after": f"{after:%Y-%m}" if period.until <= at else "",
    }


def _answers(
    closed: ClosingCard,
    request: StaffRequest,
    at: datetime,
    asked: tuple[UUID, AnswerForm] | None,
) -> list[Answerable]:
    found = []
    for one in queries.answerable_by(closed, request.actor.own_agency):
        stands = rules.standing(one.answers, answer_by=closed.answer_by, at=at)
        form = asked[1] if asked and asked[0] == one.id else AnswerForm()
        asks_totals = one.figures.basis == Basis.EXCHANGE
        if not asks_totals:
            del form.fields["outgoing_total"], form.fields["incoming_total"]
        is_own = one.agency_id == request.actor.own_agency
        found.append(Answerable(one, stands, TONES[stands], form, asks_totals, is_own))
    return found


def _months(agency_id: UUID, period: Period, at: datetime) -> list[MonthLine]:
    found = queries.months_of(agency_id, until=period.month, limit=_MONTHS_SHOWN)
    return [_month_line(card, one, at) for card, one in found]


def _month_line(card: ClosingCard, one: FrozenFigures, at: datetime) -> MonthLine:
    stands = rules.standing(one.answers, answer_by=card.answer_by, at=at)
    totals = one.totals
    return MonthLine(
        name=card.period.name,
        slug=card.period.slug,
        outgoing=percent(rules.outgoing_share(one.figures.counts, totals)),
        incoming=percent(rules.incoming_share(one.figures.counts, totals)),
        standing=stands,
        tone=TONES[stands],
    )
