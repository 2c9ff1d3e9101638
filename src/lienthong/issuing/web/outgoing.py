"""The list of outgoing documents, from the first draft to the last answer of a recipient."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.documents.queries import viewer_of
from lienthong.documents.types import Viewer
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState
from lienthong.issuing import queries
from lienthong.issuing.types import DraftState, OutgoingRow, OutgoingTab, SentRow, state_label
from lienthong.issuing.web import shown
from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.webkit.forms import ids_of
from lienthong.webkit.types import Choice, Filter, Pager, Tab

Counts = Mapping[UUID, tuple[int, Mapping[DeliveryState, int]]]

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
class Answers:
    """How many deliveries a version has, and what their recipients did.

    late: how many let the time for acceptance pass.
    """

    deliveries: int = 0
    taken_in: int = 0
    refused: int = 0
    late: int = 0

    @classmethod
    def of(cls, late: int, counted: Mapping[DeliveryState, int]) -> "Answers":
        return cls(
            deliveries=sum(counted.values()),
            taken_in=sum(counted.get(state, 0) for state in _TAKEN_IN),
            refused=counted.get(DeliveryState.REFUSED, 0),
            late=late,
        )


_DONE = (DraftState.ISSUED, DraftState.ON_PAPER)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as the table shows it.

    note: why a draft came back. lines: of the recipients block of what was not sent yet; units: own
    units among them. sent_at and sent_by: of a sending.
    """

    number: str
    url: str
    dated: date | None
    subject: str
    signer_name: str
    state: str
    answers: Answers
    note: str = ""
    lines: int | None = None
    units: int = 0
    sent_at: datetime | None = None
    sent_by: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of lines; next_id: from where it goes on, None at the end."""

    lines: tuple[Line, ...]
    next_id: UUID | None


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


@require_safe
def outgoing(request: StaffRequest) -> HttpResponse:
    """One tab of the list; at most ten statements, whatever the number of rows.

    An heir's has one or two more for each agency that it inherited from.
    """
    access.require(request.actor, "issuing.draft")
    wanted = _wanted(request)
    viewer, post_id = viewer_of(request.actor), request.actor.post_id
    is_sent = wanted.tab == OutgoingTab.SENT
    found = _sent(wanted, viewer) if is_sent else _drafted(wanted, viewer, post_id)
    context = {
        "wanted": wanted,
        "is_sent": is_sent,
        "tabs": _tabs(wanted, viewer, queries.count_outgoing(viewer, post_id=post_id)),
        "filters": [_years(wanted, now=clock.now())],
        "lines": found.lines,
        "pager": Pager(
            previous_url=wanted.address() if wanted.before else "",
            next_url=wanted.address(truoc=found.next_id) if found.next_id else "",
        ),
        "clear_url": wanted.address(q=None, nam=None) if wanted.text or wanted.year else "",
    }
    return render(request, "issuing/outgoing.html", context)


def _drafted(wanted: Wanted, viewer: Viewer, post_id: UUID | None) -> Found:
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
    counts = _counts([row.version_id for row in page if row.version_id], viewer)
    lines = tuple(_line(row, counts) for row in page)
    return Found(lines, page[-1].draft_id if len(rows) > len(page) else None)


def _sent(wanted: Wanted, viewer: Viewer) -> Found:
    rows = queries.sent(
        viewer,
        text=wanted.text,
        year=wanted.year,
        before=wanted.before,
        limit=queries.PAGE + 1,
    )
    page = rows[: queries.PAGE]
    counts = _counts([row.version_id for row in page], viewer)
    lines = tuple(_sent_line(row, counts) for row in page)
    return Found(lines, page[-1].dispatch_id if len(rows) > len(page) else None)


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


def _tabs(wanted: Wanted, viewer: Viewer, counts: Mapping[OutgoingTab, int]) -> list[Tab]:
    """What the agency sent is for those who see all of it."""
    return [
        Tab(_(tab.label), wanted.address(muc=tab), counts.get(tab), is_here=tab == wanted.tab)
        for tab in OutgoingTab
        if viewer.sees_whole_agency or tab != OutgoingTab.SENT
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


def _counts(versions: list[UUID], viewer: Viewer) -> Counts:
    """Return for each version how many of its deliveries are late, and stand in each state."""
    if not versions or viewer.agency_id is None:
        return {}
    return exchange.late_and_counts_by_version(versions, sender_id=viewer.agency_id, at=clock.now())


def _answers(version_id: UUID | None, counts: Counts) -> Answers:
    counted = counts.get(version_id) if version_id else None
    return Answers.of(*counted) if counted else Answers()


def _line(row: OutgoingRow, counts: Counts) -> Line:
    address = (
        shown.document_address(row.version_id)
        if row.version_id
        else shown.draft_address(row.draft_id, row.origin)
    )
    return Line(
        number=row.number,
        url=address,
        dated=row.dated,
        subject=row.subject,
        signer_name=row.signer_name,
        state=_(state_label(row.state, row.origin)),
        answers=_answers(row.version_id, counts),
        note=row.return_reason,
        lines=row.recipient_count if row.state not in _DONE else None,
        units=row.unit_count,
    )


def _sent_line(row: SentRow, counts: Counts) -> Line:
    return Line(
        number=row.number,
        url=shown.document_address(row.version_id),
        dated=row.dated,
        subject=row.subject,
        signer_name=row.signer_name,
        state=_("Chờ tiếp nhận"),
        answers=_answers(row.version_id, counts),
        sent_at=row.sent_at,
        sent_by=row.sent_by,
    )
