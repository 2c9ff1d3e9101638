"""The lines of a request: at each delivery that is asked about, and at what was offered before."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lienthong.exchange import queries
from lienthong.exchange.models import ChangeRequest, Delivery, StatusReport
from lienthong.exchange.services._log import derive_states
from lienthong.exchange.types import StatusCode
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7

# Rows of one statement; SQLite takes fewer.
BATCH = 500


def write_requests(
    change: ChangeRequest, deliveries: Sequence[Delivery], *, actor: Actor, now: datetime
) -> dict[UUID, UUID]:
    """Write one 13 a delivery and mark it pending: the state itself changes with the answer.

    What waited for an answer before is replaced, and what it offered is taken back. Returns the
    requests by delivery.
    """
    replaced = [one.pending_request for one in deliveries if one.pending_request is not None]
    lines = {one.id: _line(one.id, change, actor, now) for one in deliveries}
    StatusReport.objects.bulk_create(lines.values(), batch_size=BATCH)
    for delivery in deliveries:
        delivery.pending_request = lines[delivery.id].id
    Delivery.objects.bulk_update(deliveries, ["pending_request"], batch_size=BATCH)
    _take_back(replaced, change, actor=actor, now=now)
    return {delivery_id: line.id for delivery_id, line in lines.items()}


def write_offers(
    change: ChangeRequest, offers: Sequence[tuple[UUID, UUID]], *, actor: Actor, now: datetime
) -> None:
    """Write at each new delivery by which request it came; offers: (delivery, request)."""
    StatusReport.objects.bulk_create(
        (
            _line(delivery_id, change, actor, now, offered_for=request_id)
            for delivery_id, request_id in offers
        ),
        batch_size=BATCH,
    )


def _take_back(
    request_ids: Sequence[UUID], change: ChangeRequest, *, actor: Actor, now: datetime
) -> None:
    """Write at each offer that these requests made that something else is asked; six statements."""
    offers = list(queries.offers_of(request_ids).values()) if request_ids else []
    lines = [_line(offer.delivery_id, change, actor, now) for offer in offers]
    StatusReport.objects.bulk_create(lines, batch_size=BATCH)
    if offers:
        derive_states([offer.delivery for offer in offers])


def _line(
    delivery_id: UUID,
    change: ChangeRequest,
    actor: Actor,
    now: datetime,
    *,
    offered_for: UUID | None = None,
) -> StatusReport:
    """One line of a request; offered_for: at what it offers, the request whose answer counts."""
    return StatusReport(
        id=uuid7(),
        delivery_id=delivery_id,
        code=StatusCode.TAKE_BACK,
        key=f"{queries.OFFER if offered_for else 'change:'}{change.id}",
        digest=change.digest,
        reporter_id=actor.own_agency,
        actor_name=actor.name,
        note=change.reason,
        change=change,
        answers_id=offered_for,
        stamped_at=now,
        received_at=now,
        record_id=change.record_id,
    )
