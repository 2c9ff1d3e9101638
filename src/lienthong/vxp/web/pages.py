"""How the calls of a system went: for operators all of it, for an agency what was done for it."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.systems import queries as systems
from lienthong.systems.errors import UnknownSystem
from lienthong.systems.types import SystemCard
from lienthong.vxp import queries
from lienthong.vxp.rules import parcel_id
from lienthong.webkit.types import Pager

_PAGE = 50
# How long an agency still sees what a system did that acts for it no more.
_BACK = timedelta(days=365)


@require_safe
def traffic(request: StaffRequest, slug: str) -> HttpResponse:
    """All calls of a system that were noted, the latest first."""
    access.require(request.actor, "systems.manage")
    return _shown(request, systems.system(slug))


@require_safe
def our_traffic(request: StaffRequest, slug: str) -> HttpResponse:
    """What a system did for the agency, and when it last asked whether something has come."""
    access.require(request.actor, "access.answer-for-agency")
    now, agency_id = clock.now(), request.actor.own_agency
    since = clock.local_day(now) - _BACK
    acting = {one.system.slug for one in systems.systems_for(agency_id, now=now, since=since)}
    if slug not in acting:
        raise UnknownSystem(system=slug[:60])
    return _shown(request, systems.system(slug), agency_id=agency_id)


def _shown(
    request: HttpRequest, system: SystemCard, *, agency_id: UUID | None = None
) -> HttpResponse:
    after, only_failures = request.GET.get("sau", ""), request.GET.get("loc") == "loi"
    found = queries.calls_of(
        system.id,
        agency_id=agency_id,
        after=parcel_id(after) if after else None,
        only_failures=only_failures,
        limit=_PAGE + 1,
    )
    kept = "loc=loi&" if only_failures else ""
    next_url = f"?{kept}sau={found[_PAGE - 1].id}" if len(found) > _PAGE else ""
    context = {
        "system": system,
        "calls": found[:_PAGE],
        "only_failures": only_failures,
        "last": queries.last_success(system.id, agency_id=agency_id),
        "is_ours": agency_id is not None,
        "pager": Pager(previous_url=f"?{kept}" if after else "", next_url=next_url),
    }
    return render(request, "vxp/traffic.html", context)
