"""Requests to agencies that nobody answered end by themselves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.systems import queries
from lienthong.systems.models import GrantRequest
from lienthong.systems.services import _tell
from lienthong.systems.services._drop import KIND
from lienthong.systems.services._records import recorded
from lienthong.systems.types import RequestState
from lienthong.worklist import services as worklist

# Requests in one run; more wait for the next.
MOST = 200


def expire_requests(*, now: datetime) -> int:
    """End what waited too long for its answer; return how many. Each is recorded and told."""
    waiting = GrantRequest.objects.filter(
        state=RequestState.ASKED, asked_at__lt=access.unanswered_since(now)
    )
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:MOST])
    return sum(_expire(one, now=now) for one in ids)


def _expire(request_id: UUID, *, now: datetime) -> bool:
    with transaction.atomic():
        row = GrantRequest.objects.filter(pk=request_id, state=RequestState.ASKED)
        # An answer that came meanwhile counts.
        if not row.update(state=RequestState.EXPIRED, decided_at=now):
            return False
        system = row.model.objects.select_related("system").get(pk=request_id).system
        card, actor = queries.request(request_id), Actor.installation()
        worklist.settle(subject_kind=KIND, subject_ids=[card.id], actor=actor, now=now)
        about = {"agency": card.agency_id, "request": card.id}
        recorded("agency-unanswered", system, about, actor=actor, now=now, code=card.agency_code)
        facts = {"system": card.system.name, "agency": card.agency_name}
        code = _tell.UNANSWERED
        _tell.tell_agency(card.agency_id, code, facts, kind=KIND, subject_id=card.id, now=now)
        access.tell_person(card.asked_by, code, facts, kind=KIND, subject_id=card.id, now=now)
    return True
