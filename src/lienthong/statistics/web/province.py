"""A closed month over all agencies: ranked, as a table to take away, as the report of the 3rd."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyLevel
from lienthong.kernel import clock
from lienthong.statistics import errors, queries, rules
from lienthong.statistics.queries.closings import PAGE
from lienthong.statistics.types import ClosingCard, FrozenFigures, Standing
from lienthong.statistics.web.month import read_measure
from lienthong.statistics.web.shown import TONES, kind_lines, lines, shares
from lienthong.statistics.web.summary import LEVELS, summary, totals
from lienthong.statistics.web.tables import csv_of, workbook_of
from lienthong.webkit.paging import NumberedPage
from lienthong.webkit.types import Choice, Filter

_RIGHT = "statistics.read-province"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def latest(request: StaffRequest) -> HttpResponse:
    """The newest closed month."""
    access.require(request.actor, _RIGHT)
    found = queries.latest_closing()
    if found is None:
        to_come = queries.period_now(now=clock.now())
        return render(request, "statistics/province.html", {"to_come": to_come})
    return redirect("statistics:province", found.period.slug)


@require_safe
def province(request: StaffRequest, month: str) -> HttpResponse:
    """All agencies in a closed month, the highest share first; those who said nothing at the end.

    Four statements.
    """
    closing = _closing(request, month)
    wanted = request.GET.get("cap", "")
    ranked = summary(closing, level=wanted, at=clock.now())
    page = NumberedPage.asked(request, "trang", size=PAGE, total=len(ranked))
    context = {
        "closing": closing,
        "lines": ranked[page.skipped : page.skipped + PAGE],
        "totals": totals(ranked),
        "filters": [_levels(wanted)],
        "query": urlencode({"cap": wanted}) if wanted else "",
        "pager": page.pager(request),
        "months": queries.closings(),
    }
    return render(request, "statistics/province.html", context)


@require_safe
def report(request: StaffRequest, month: str) -> HttpResponse:
    """The report that goes to the steering committee on the 3rd, to be printed."""
    closing = _closing(request, month)
    ranked = summary(closing, at=clock.now())
    context = {
        "closing": closing,
        "lines": ranked,
        "totals": totals(ranked),
        "silent": [one for one in ranked if one.standing == Standing.UNCONFIRMED],
        "awaited": [one for one in ranked if one.standing == Standing.AWAITED],
        "objected": [one for one in ranked if one.standing == Standing.OBJECTED],
        "at": clock.now(),
    }
    return render(request, "statistics/report.html", context)


@require_safe
def as_workbook(request: StaffRequest, month: str) -> HttpResponse:
    """The table as .xlsx."""
    closing = _closing(request, month)
    response = HttpResponse(
        workbook_of(closing, summary(closing, level=request.GET.get("cap", ""), at=clock.now())),
        content_type=_XLSX,
    )
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{month}.xlsx"'
    return response


@require_safe
def as_csv(request: StaffRequest, month: str) -> HttpResponse:
    """The table as CSV in UTF-8."""
    closing = _closing(request, month)
    response = HttpResponse(
        csv_of(summary(closing, level=request.GET.get("cap", ""), at=clock.now())),
        content_type="text/csv; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="so-lieu-{month}.csv"'
    return response


@require_safe
def agency(request: StaffRequest, month: str, agency_id: UUID) -> HttpResponse:
    """The closed figures of one agency, with what is counted otherwise today; no content."""
    closing = _closing(request, month)
    frozen = _frozen(closing, agency_id)
    at = clock.now()
    card = directory.agency(agency_id)
    live = queries.count_figures(closing.period, [card], at=at)[agency_id]
    stands = rules.standing(frozen.answers, answer_by=closing.answer_by, at=at)
    context = {
        "closing": closing,
        "frozen": frozen,
        "standing": stands,
        "tone": TONES[stands],
        "basis": _(frozen.figures.basis.label),
        "shares": shares(frozen.figures, frozen.totals),
        "lines": lines(
            frozen.figures.counts,
            live.counts,
            lambda one: reverse("statistics:days", args=[month, agency_id, one]),
        ),
        "kinds": kind_lines(frozen.figures),
        "at": at,
    }
    return render(request, "statistics/agency.html", context)


@require_safe
def days(request: StaffRequest, month: str, agency_id: UUID, measure: str) -> HttpResponse:
    """What is behind a number for who may not see documents: how many came on which day."""
    closing = _closing(request, month)
    frozen, wanted = _frozen(closing, agency_id), read_measure(measure)
    at = clock.now()
    card = directory.agency(agency_id)
    context = {
        "closing": closing,
        "frozen": frozen,
        "name": _(wanted.label),
        "days": queries.opened(wanted, closing.period, card, at=at).days(),
        "at": at,
    }
    return render(request, "statistics/days.html", context)


def _closing(request: StaffRequest, month: str) -> ClosingCard:
    access.require(request.actor, _RIGHT)
    return queries.closing_of(queries.read_month(month))


def _frozen(closing: ClosingCard, agency_id: UUID) -> FrozenFigures:
    frozen = queries.figures_of_agency(closing, agency_id)
    if frozen is None:
        raise errors.FiguresNotFound()
    return frozen


def _levels(wanted: str) -> Filter:
    known = wanted in LEVELS
    choices = [Choice(_("tất cả"), "?", is_here=not known)]
    choices += [
        Choice(str(name), f"?{urlencode({'cap': str(level)})}", is_here=level == wanted)
        for level, name in LEVELS.items()
    ]
    value = str(LEVELS[AgencyLevel(wanted)]) if known else _("tất cả")
    return Filter(_("Cấp"), value, tuple(choices), is_set=known)
