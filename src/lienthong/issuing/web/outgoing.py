"""The list of outgoing documents, from the first draft to the last answer of a recipient."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.documents.queries import viewer_of
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.issuing import queries
from lienthong.issuing.types import OutgoingRow, OutgoingTab
from lienthong.issuing.web import shown
from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.webkit.forms import ids_of
from lienthong.webkit.types import Choice, Filter, Pager, Tab

_YEARS = 5
_YEARS_KNOWN = frozenset(str(year) for year in range(2000, 2101))
_TAKEN_IN = (
    DeliveryState.ACCEPTED,
    DeliveryState.ASSIGNED,
    DeliveryState.IN_WORK,
    DeliveryState.FINISHED,
    DeliveryState.SUPERSEDED,  # by a newer version that the recipient took
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the table shows it; sent: deliveries, of which some were taken in or refused."""

    row: OutgoingRow
    url: str
    state: str
    sent: int = 0
    taken_in: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    tab: OutgoingTab
    text: str
    year: int | None
    before: UUID | None

    def address(self, **changes: object) -> str:
        """Return the list's address with these parts changed; None takes one away."""
        parts: dict[str, object] = {"muc": self.tab, "q": self.text, "nam": self.year, **changes}
        kept = {name: str(value) for name, value in parts.items() if value}
        return f"{reverse('issuing:outgoing')}?{urlencode(kept)}"


@require_GET
def outgoing(request: StaffRequest) -> HttpResponse:
    """One tab of the list; at most seven statements, whatever the number of rows.

    An heir's has one or two more for each agency that it inherited from.
    """
    access.require(request.actor, "issuing.draft")
    wanted = _wanted(request)
    viewer, post_id = viewer_of(request.actor), request.actor.post_id
    rows = queries.outgoing(
        viewer,
        post_id=post_id,
        tab=wanted.tab,
        text=wanted.text,
        year=wanted.year,
        before=wanted.before,
        limit=queries.PAGE + 1,
    )
    page = rows[: queries.PAGE]
    has_more = len(rows) > len(page)
    context = {
        "wanted": wanted,
        "is_issued": wanted.tab == OutgoingTab.ISSUED,
        "tabs": _tabs(wanted, queries.count_outgoing(viewer, post_id=post_id)),
        "filters": [_years(wanted, now=clock.now())],
        "lines": _lines(page, viewer.agency_id),
        "pager": Pager(
            previous_url=wanted.address() if wanted.before else "",
            next_url=wanted.address(truoc=page[-1].draft_id) if has_more else "",
        ),
        "clear_url": wanted.address(q=None, nam=None) if wanted.text or wanted.year else "",
    }
    return render(request, "issuing/outgoing.html", context)


def _wanted(request: StaffRequest) -> Wanted:
    tab = request.GET.get("muc", "")
    year = request.GET.get("nam", "")
    before = ids_of([request.GET.get("truoc", "")])
    return Wanted(
        tab=OutgoingTab(tab) if tab in set(OutgoingTab) else OutgoingTab.ISSUED,
        text=clean_line(request.GET.get("q", ""))[:200],
        year=int(year) if year in _YEARS_KNOWN else None,
        before=before[0] if before else None,
    )


def _tabs(wanted: Wanted, counts: Mapping[OutgoingTab, int]) -> list[Tab]:
    return [
        Tab(_(tab.label), wanted.address(muc=tab), counts.get(tab), is_here=tab == wanted.tab)
        for tab in OutgoingTab
    ]


def _years(wanted: Wanted, *, now: datetime) -> Filter:
    this_year = clock.local_day(now).year
    choices = [Choice(_("tất cả"), wanted.address(nam=None), is_here=wanted.year is None)]
    choices += [
        Choice(str(year), wanted.address(nam=year), is_here=wanted.year == year)
        for year in range(this_year, this_year - _YEARS, -1)
    ]
    value = str(wanted.year) if wanted.year else _("tất cả")
    return Filter(_("Năm"), value, tuple(choices), is_set=wanted.year is not None)


def _lines(rows: list[OutgoingRow], agency_id: UUID) -> list[Line]:
    versions = [row.version_id for row in rows if row.version_id]
    counts = exchange.counts_by_version(versions, sender_id=agency_id) if versions else {}
    return [_line(row, counts.get(row.version_id, {}) if row.version_id else {}) for row in rows]


def _line(row: OutgoingRow, counted: Mapping[DeliveryState, int]) -> Line:
    address = (
        shown.document_address(row.version_id)
        if row.version_id
        else reverse("issuing:draft", args=[row.draft_id])
    )
    return Line(
        row=row,
        url=address,
        state=_(row.state.label),
        sent=sum(counted.values()),
        taken_in=sum(counted.get(state, 0) for state in _TAKEN_IN),
        refused=counted.get(DeliveryState.REFUSED, 0),
    )
