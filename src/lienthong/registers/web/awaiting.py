"""Chờ tiếp nhận: the list on the left, the document on the right, ten in a minute."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.documents import queries as documents
from lienthong.documents.types import Urgency, VersionCard, Viewer
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryCard, DeliveryState
from lienthong.kernel import clock
from lienthong.registers import queries
from lienthong.registers.web import listing
from lienthong.webkit.types import PdfView, Verdict, VerdictState

# One screen of work: so many are put into their order together.
PAGE = 100
_OPEN = [state for state in DeliveryState if state.is_open_for_acceptance]


@dataclass(frozen=True, slots=True)
class WaitingRow:
    delivery: DeliveryCard
    version: VersionCard
    url: str
    is_here: bool
    is_late: bool

    @property
    def is_urgent(self) -> bool:
        return self.version.urgency != Urgency.NORMAL


@dataclass(frozen=True, slots=True)
class Chosen:
    """The document on the right; `after` is the one that follows when this one is decided."""

    row: WaitingRow
    after: UUID | None
    verdict: Verdict
    beside: queries.Beside | None
    view: PdfView
    attachments: int

    @property
    def must_refuse(self) -> bool:
        return self.verdict.state == VerdictState.INVALID


@require_safe
def awaiting(request: StaffRequest) -> HttpResponse:
    """What waits for acceptance, and the one that is looked at; the first, when none is chosen."""
    access.require(request.actor, "documents.read-agency")
    assert request.actor.agency_id is not None
    deliveries = exchange.received(
        recipient_id=request.actor.agency_id,
        states=_OPEN,
        before=listing.moment_mark(request),
        limit=PAGE + 1,
    )
    last = deliveries[PAGE - 1] if deliveries[PAGE:] else None
    rows = _rows(request, deliveries[:PAGE])
    chosen = _chosen(rows, documents.viewer_of(request.actor))
    context = {
        "rows": rows,
        "chosen": chosen,
        "can_accept": "registers.accept" in request.actor.rights,
        "next_url": listing.next_moment(request, last),
        "tabs": _tabs(request),
    }
    return render(request, "registers/awaiting.html", context)


def _rows(request: StaffRequest, deliveries: list[DeliveryCard]) -> list[WaitingRow]:
    """Return the rows in the order in which to decide them: the most urgent, then the oldest."""
    versions = documents.version_cards(d.version_id for d in deliveries)
    ordered = sorted(
        deliveries,
        key=lambda d: (-versions[d.version_id].urgency.rank, d.accept_by, d.id),
    )
    wanted, now = request.GET.get("chon", ""), clock.now()
    here = wanted if any(str(d.id) == wanted for d in ordered) else ""
    return [
        WaitingRow(
            delivery=d,
            version=versions[d.version_id],
            url=listing.address(request, chon=str(d.id)),
            is_here=str(d.id) == here if here else n == 0,
            is_late=d.accept_by < now,
        )
        for n, d in enumerate(ordered)
    ]


def _chosen(rows: list[WaitingRow], viewer: Viewer) -> Chosen | None:
    """Return what stands on the right. Four statements; three more beside a scan."""
    at = next((n for n, row in enumerate(rows) if row.is_here), None)
    if at is None:
        return None
    row = rows[at]
    following = rows[at + 1] if at + 1 < len(rows) else rows[at - 1] if at else None
    content = reverse("desk:content", args=[row.version.id])
    verdict, marks = queries.examined(row.version)
    return Chosen(
        row=row,
        after=following.delivery.id if following else None,
        verdict=verdict,
        beside=queries.specimens_beside(row.version, verdict, viewer),
        view=PdfView(
            content,
            row.version.reference_code,
            download_url=f"{content}?tai=1",
            marks=marks,
        ),
        attachments=len(documents.attachments_of(row.version.id)),
    )


def _tabs(request: StaffRequest) -> list[object]:
    assert request.actor.agency_id is not None
    counts = queries.count_incoming(
        viewer=documents.viewer_of(request.actor),
        post_id=request.actor.post_id,
        today=clock.local_day(clock.now()),
    )
    received = exchange.count_received(request.actor.agency_id)
    return [*listing.tabs(listing.AWAITING, counts, received)]
