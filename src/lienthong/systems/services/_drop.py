"""Requests that have nothing left to ask for."""

from datetime import datetime
from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.systems.models import GrantRequest
from lienthong.systems.services._records import recorded
from lienthong.systems.types import RequestState
from lienthong.worklist import services as worklist

KIND = "grant"  # of a request, in notices and lists


def drop_requests(
    *,
    actor: Actor,
    now: datetime,
    system_id: UUID | None = None,
    agency_id: UUID | None = None,
) -> None:
    """Withdraw what waits for an answer: of a system, of an agency, or of the one to the other.

    The lines leave the lists of those who were asked. One statement where nothing waits.
    """
    named = {"system_id": system_id, "agency_id": agency_id}
    wanted = {name: value for name, value in named.items() if value is not None}
    waiting = GrantRequest.objects.filter(state=RequestState.ASKED, **wanted)
    rows = list(waiting.select_related("system"))
    if not rows:
        return
    ids = [row.pk for row in rows]
    GrantRequest.objects.filter(pk__in=ids).update(state=RequestState.WITHDRAWN, decided_at=now)
    worklist.settle(subject_kind=KIND, subject_ids=ids, actor=actor, now=now)
    for row in rows:
        about = {"agency": row.agency_id, "request": row.pk}
        recorded("agency-request-withdrawn", row.system, about, actor=actor, now=now)
