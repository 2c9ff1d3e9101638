"""The list of incoming documents: tabs, chips kept in the address, search, pages, xlsx."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import ReadingWay, StaffRequest
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard, DeliveryState
from lienthong.kernel import clock
from lienthong.registers import queries
from lienthong.registers.queries.books import PAGE
from lienthong.registers.types import IncomingFilter, IncomingRow, WorkState
from lienthong.registers.web import listing, sheets
from lienthong.registers.web.deadlines import days_left
from lienthong.webkit.types import Tone

_TONES = {
    WorkState.AWAITING_INSTRUCTION: Tone.WAIT,
    WorkState.ASSIGNED: Tone.ACT,
    WorkState.IN_WORK: Tone.ACT,
    WorkState.FINISHED: Tone.OK,
    WorkState.RECALLED: Tone.PLAIN,
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with what depends on today: `left` working days, None when nothing presses.

    urgency: in words, "" for what is not urgent.
    """

    row: IncomingRow
    left: int | None
    tone: Tone
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    delivery: DeliveryCard
    version: VersionCard


@require_safe
def incoming(request: StaffRequest) -> HttpResponse:
    """The list of one tab; `muc=tu-choi` is what the clerk sent back."""
    access.require(request.actor, "documents.read-assigned")
    if request.GET.get("muc") == listing.REFUSED and _sees_all(request):
        return _refused(request)
    wanted = listing.wanted(request)
    viewer, today = documents.viewer_of(request.actor), clock.local_day(clock.now())
    rows = queries.find_incoming(
        viewer=viewer,
        post_id=request.actor.post_id,
        wanted=wanted,
        today=today,
        before=listing.mark(request),
        limit=PAGE + 1,
    )
    context: dict[str, Any] = {
        "rows": _shown(rows[:PAGE], today),
        "filters": [*listing.filters(request, wanted), listing.columns(request)],
        "hidden": listing.hidden_columns(request),
        "next_url": listing.next_page(request, rows[PAGE - 1].entry_id if rows[PAGE:] else None),
        "wanted": wanted,
        "is_narrowed": wanted != IncomingFilter(tab=wanted.tab),
        "download_url": listing.download_url(request),
    }
    return _page(request, "registers/incoming.html", wanted.tab, context)


@require_safe
def download(request: StaffRequest) -> FileResponse:
    """The list as it is filtered, as a spreadsheet; at most 20,000 lines."""
    access.require(request.actor, "documents.read-assigned")
    read = access.Read(ReadingWay.EXPORT, reference=_("Danh sách văn bản đến"))
    access.note_reading(read, actor=request.actor, now=clock.now())
    wanted = listing.wanted(request)
    file = sheets.incoming_sheet(actor=request.actor, wanted=wanted, now=clock.now())
    return FileResponse(file, as_attachment=True, filename=f"van-ban-den-{wanted.tab}.xlsx")


def _refused(request: StaffRequest) -> HttpResponse:
    assert request.actor.agency_id is not None
    deliveries = exchange.received(
        recipient_id=request.actor.agency_id,
        states=[DeliveryState.REFUSED],
        before=listing.moment_mark(request),
        limit=PAGE + 1,
    )
    last = deliveries[PAGE - 1] if deliveries[PAGE:] else None
    context = {
        "rows": _with_versions(deliveries[:PAGE]),
        "next_url": listing.next_moment(request, last),
    }
    return _page(request, "registers/refused.html", listing.REFUSED, context)


def _page(request: StaffRequest, template: str, here: str, context: dict[str, Any]) -> HttpResponse:
    counts = queries.count_incoming(
        viewer=documents.viewer_of(request.actor),
        post_id=request.actor.post_id,
        today=clock.local_day(clock.now()),
    )
    received = exchange.count_received(_agency(request)) if _sees_all(request) else None
    context["tabs"] = listing.tabs(here, counts, received)
    context["waiting"] = listing.waiting(received or {})
    context["is_first"] = "truoc" not in request.GET
    context["first_url"] = listing.address(request, truoc="")
    return render(request, template, context)


def _shown(rows: list[IncomingRow], today: date) -> list[ShownRow]:
    left = days_left((row.due_on for row in rows), today)
    urgencies = queries.urgencies_of_entries([row.entry_id for row in rows if row.is_urgent])
    return [
        ShownRow(
            row,
            left.get(row.due_on) if row.due_on and row.state in _OPEN else None,
            _TONES[row.state],
            _(urgencies[row.entry_id].label) if row.entry_id in urgencies else "",
        )
        for row in rows
    ]


_OPEN = {WorkState.AWAITING_INSTRUCTION, WorkState.ASSIGNED, WorkState.IN_WORK}


def _with_versions(deliveries: list[DeliveryCard]) -> list[RefusedRow]:
    versions = documents.version_cards(d.version_id for d in deliveries)
    return [RefusedRow(d, versions[d.version_id]) for d in deliveries]


def _sees_all(request: StaffRequest) -> bool:
    return "documents.read-agency" in request.actor.rights


def _agency(request: StaffRequest) -> UUID:
    assert request.actor.agency_id is not None
    return request.actor.agency_id
