"""The list of what everybody may read: newest first, narrowed, searched."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from lienthong.documents.rules.kinds import kind_name
from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.portal import queries
from lienthong.portal.types import PublicFilters, SubjectArea
from lienthong.portal.web.open import everybody, page
from lienthong.portal.web.shown import lines
from lienthong.statistics import queries as statistics
from lienthong.statistics.types import Measure
from lienthong.webkit.numbers import count
from lienthong.webkit.paging import NumberedPage

PAGE = 20


@everybody
def published(request: HttpRequest) -> HttpResponseBase:
    """What is new, or what was looked for; and the figures of the last month."""
    filters, now = filters_of(request), clock.now()
    total = queries.count_public(filters)
    part = NumberedPage.asked(request, "trang", size=PAGE, total=total)
    found = queries.public_page(filters, skipped=part.skipped, limit=PAGE)
    agencies, kinds, years = queries.choices()
    asked = request.GET.copy()
    asked.pop("trang", None)
    context: dict[str, Any] = {
        "filters": filters,
        "is_narrowed": filters != PublicFilters(),
        "lines": lines(found, today=clock.local_day(now)),
        "total": total,
        "pager": part.pager(request),
        "agencies": agencies,
        "kinds": [(kind, kind_name(kind)) for kind in kinds],
        "years": years,
        "areas": [(str(one), _(one.label)) for one in SubjectArea],
        "figures": _figures(now),
        "query": asked.urlencode(),
    }
    return page(request, "portal/list.html", context)


def filters_of(request: HttpRequest) -> PublicFilters:
    """Read what narrows the list; what is nothing of the kind narrows nothing."""
    said = request.GET.get
    year = said("nam", "")
    area = said("linh-vuc", "")
    return PublicFilters(
        words=clean_line(said("q", ""))[:200],
        agency_id=_id(said("co-quan", "")),
        kind=said("loai", "")[:30],
        year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() else None,
        area=area if area in {str(one) for one in SubjectArea} else "",
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _figures(now: datetime) -> dict[str, str] | None:
    """Say what was sent and came in the newest published month. Three statements."""
    closing = next(iter(statistics.published_closings(now=now, limit=1)), None)
    if closing is None:
        return None
    counts = [one.figures.counts for one in statistics.figures_of(closing)]
    return {
        "month": closing.period.name,
        "slug": closing.period.slug,
        "agencies": count(len(counts)),
        "sent": count(sum(one.get(Measure.OUTGOING_ELECTRONIC, 0) for one in counts)),
        "arrived": count(sum(one.get(Measure.ARRIVED, 0) for one in counts)),
    }
