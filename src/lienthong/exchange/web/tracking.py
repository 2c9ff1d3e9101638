"""Tracking: one version at its recipients, and all that was not accepted in time."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lienthong.access import queries as access_queries
from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.documents import queries as documents
from lienthong.documents.types import VersionCard, Viewer
from lienthong.exchange import queries
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel import clock
from lienthong.kernel.sorting import name_key
from lienthong.webkit.paging import read_mark, written_mark
from lienthong.webkit.types import Pager


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that nobody accepted in time, with its document."""

    delivery: DeliveryCard
    version: VersionCard


@require_safe
def of_version(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """The table of one version; asked for again by the page while something is open.

    `co` is the mark of what the page shows: nothing (204) is sent while it is still so.
    """
    actor, now = request.actor, clock.now()
    access.require(actor, "exchange.track", agency_id=actor.agency_id)
    viewer = documents.viewer_of(actor)
    version = documents.visible_version(version_id, viewer)
    mark = queries.tracking_mark(version_id, sender_id=viewer.agency_id, at=now)
    if request.GET.get("co") == mark:
        return HttpResponse(status=204)
    context = {
        "tracking": queries.tracking(
            version_id, sender_id=viewer.agency_id, at=now, due_on=version.due_on
        ),
        "can_send": access_queries.has_right(actor, "exchange.dispatch", actor.agency_id),
        "can_urge": access_queries.has_right(actor, "exchange.urge-recipient", actor.agency_id),
        "mark": mark,
        "version": version,
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "exchange/_tracking_rows.html", context)
    return render(request, "exchange/tracking.html", context)


@require_safe
def late(request: StaffRequest) -> HttpResponse:
    """What recipients have not accepted in time, by agency; the longest waiting first."""
    actor, now = request.actor, clock.now()
    access.require(actor, "exchange.track", agency_id=actor.agency_id)
    viewer = documents.viewer_of(actor)
    found = queries.not_accepted(
        sender_id=viewer.agency_id,
        at=now,
        after=read_mark(request.GET.get("sau", "")),
        limit=queries.PAGE + 1,
    )
    page = found[: queries.PAGE]
    context = {
        "can_urge": access_queries.has_right(actor, "exchange.urge-recipient", actor.agency_id),
        "groups": _by_agency(_with_versions(page, viewer)),
        "now": now,
        "pager": Pager(next_url=_next(page[-1]) if len(found) > len(page) else ""),
    }
    return render(request, "exchange/late.html", context)


def _with_versions(deliveries: list[DeliveryCard], viewer: Viewer) -> list[Waiting]:
    """Put the documents to their deliveries; an officer sees only those he or she may read."""
    ids = {each.version_id for each in deliveries}
    readable = set(documents.readable_version_ids(viewer).filter(pk__in=ids))
    versions = documents.version_cards(readable)
    return [
        Waiting(each, versions[each.version_id])
        for each in deliveries
        if each.version_id in versions
    ]


def _by_agency(waiting: list[Waiting]) -> list[tuple[str, list[Waiting]]]:
    grouped: dict[str, list[Waiting]] = {}
    for each in waiting:
        grouped.setdefault(each.delivery.recipient_name, []).append(each)
    return sorted(grouped.items(), key=lambda group: (-len(group[1]), name_key(group[0])))


def _next(last: DeliveryCard) -> str:
    place = written_mark(last.accept_by, last.id)
    return f"{reverse('exchange:tracking')}?{urlencode({'sau': place})}"
