"""Pages of the log of reading: of an agency, and of oneself."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.access import queries, services
from lienthong.access.types import ReadingLine, StaffRequest

PAGE = 100


@require_safe
def agency_log(request: StaffRequest) -> HttpResponse:
    """Who read what in the agency, latest first; number and notation only."""
    services.require(request.actor, "access.read-log")
    before = mark(request)
    lines = queries.readings_of_agency(request.actor.own_agency, before=before, limit=PAGE + 1)
    return render(request, "access/reading_log/agency.html", page(lines, is_first=before is None))


def mark(request: HttpRequest) -> UUID | None:
    """Return the last line of the page before; None for what is no mark."""
    try:
        return UUID(request.GET["sau"])
    except (KeyError, ValueError):
        return None


def page(lines: list[ReadingLine], *, is_first: bool) -> dict[str, Any]:
    """Return one page of lines and where the next begins."""
    return {
        "lines": lines[:PAGE],
        "after": lines[PAGE - 1].id if lines[PAGE:] else None,
        "is_first": is_first,
    }
