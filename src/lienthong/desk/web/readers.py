"""Ai đã xem: who of the agency has seen a document."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lienthong.access import queries
from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.documents import queries as documents

# A document has this many lines at most on its page; older ones are in the agency's log.
MOST = 200


@require_safe
def readers(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """Who, how and when, latest first; for the agency's leaders."""
    version = documents.visible_version(version_id, documents.viewer_of(request.actor))
    access.require(request.actor, "access.read-log")
    lines = queries.readings_of_version(version_id, agency_id=request.actor.own_agency, limit=MOST)
    context = {"version": version, "lines": lines, "is_first": True}
    return render(request, "desk/readers.html", context)
