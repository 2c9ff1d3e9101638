"""What systems ask about agencies, and no operator answered, ends by itself."""

from datetime import datetime

from django.db import transaction

from lienthong.access import services as access
from lienthong.vxp.models import AgencyRequest
from lienthong.vxp.services._tell import UNANSWERED, tell_operators
from lienthong.vxp.types import RequestState

# Requests in one run; more wait for the next.
MOST = 200


def expire_requests(*, now: datetime) -> int:
    """End what waited too long for its answer, and tell operators; return how many.

    The system asks anew by the same call.
    """
    waiting = AgencyRequest.objects.filter(
        state=RequestState.ASKED, asked_at__lt=access.unanswered_since(now)
    )
    rows = list(waiting.select_related("system").order_by("pk")[:MOST])
    return sum(_expire(row, now=now) for row in rows)


def _expire(row: AgencyRequest, *, now: datetime) -> bool:
    with transaction.atomic():
        still = AgencyRequest.objects.filter(pk=row.pk, state=RequestState.ASKED)
        # An answer that came meanwhile counts.
        if not still.update(state=RequestState.EXPIRED, decided_at=now):
            return False
        tell_operators(row.id, UNANSWERED, system=row.system.name, code=row.code, now=now)
    return True
