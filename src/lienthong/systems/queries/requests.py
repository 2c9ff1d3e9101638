"""What agencies were asked for a system, and what they answered."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.systems.errors import UnknownRequest
from lienthong.systems.models import GrantRequest
from lienthong.systems.queries.cards import system_card
from lienthong.systems.types import RequestCard, RequestState


def request(request_id: UUID) -> RequestCard:
    """Return what an agency was asked. Raises UnknownRequest. Two statements."""
    found = _requests(GrantRequest.objects.filter(pk=request_id))
    if not found:
        raise UnknownRequest
    return found[0]


def requests_of_system(system_id: UUID) -> list[RequestCard]:
    """Return what agencies were asked for a system, the latest 100 first. Two statements."""
    return _requests(GrantRequest.objects.filter(system_id=system_id).order_by("-pk")[:100])


def requests_of_agencies(agency_ids: Collection[UUID]) -> list[RequestCard]:
    """Return what agencies were asked, the latest 100 first. Two statements."""
    rows = GrantRequest.objects.filter(agency_id__in=set(agency_ids)).order_by("-pk")
    return _requests(rows[:100])


def _requests(rows: "QuerySet[GrantRequest]") -> list[RequestCard]:
    found = list(rows.select_related("system", "asked_by", "decided_by"))
    agencies = directory.agencies(row.agency_id for row in found)
    return [
        RequestCard(
            id=row.pk,
            state=RequestState(row.state),
            system=system_card(row.system),
            agency_id=row.agency_id,
            agency_name=agencies[row.agency_id].name,
            agency_code=agencies[row.agency_id].code,
            asked_by=row.asked_by_id,
            asked_by_name=row.asked_by.name,
            asked_at=row.asked_at,
            decided_by_name=row.decided_by.name if row.decided_by else "",
            decided_at=row.decided_at,
            note=row.note,
        )
        for row in found
    ]
