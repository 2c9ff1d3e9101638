"""The public page of figures: closed months for anybody, without any content (F3)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.kernel import clock
from lienthong.ledger.services.limit_questions import count_question
from lienthong.statistics import queries
from lienthong.statistics.types import ClosingCard
from lienthong.statistics.web.summary import summary, totals
from lienthong.webkit.client_address import client_address, counted_as

# What is published does not change, but for the words of the pages around it.
_SECONDS = 3600


@login_not_required
@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """The newest published month, and which others there are."""
    at = clock.now()
    count_question(counted_as(client_address(request)), now=at)
    found = queries.published_closings(now=at)
    return _shown(request, found[0] if found else None, found)


@login_not_required
@require_safe
def month(request: HttpRequest, month: str) -> HttpResponse:
    """One published month."""
    at = clock.now()
    count_question(counted_as(client_address(request)), now=at)
    closing = queries.published_closing(queries.read_month(month), now=at)
    return _shown(request, closing, queries.published_closings(now=at))


def _shown(
    request: HttpRequest, closing: ClosingCard | None, months: list[ClosingCard]
) -> HttpResponse:
    lines = summary(closing, at=clock.now()) if closing else []
    context = {"closing": closing, "lines": lines, "totals": totals(lines), "months": months}
    response = render(request, "statistics/public.html", context)
    # Around it stand the menu and the language of who looks.
    response["Cache-Control"] = f"private, max-age={_SECONDS}"
    return response
