"""What an answer does to what was offered: it stands where the earlier one stood, or is nothing."""

from datetime import datetime
from uuid import UUID

from lienthong.documents import queries as documents
from lienthong.documents.types import Urgency
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.queries import offer_of
from lienthong.exchange.services._log import derive_states
from lienthong.exchange.types import PROGRESS, DeliveryState
from lienthong.kernel.ids import uuid7

# What a recipient said of its work; that it arrived is said of each delivery by itself.
_WORK = PROGRESS[1:]


def pass_on(request: StatusReport, *, answer_id: UUID, agrees: bool) -> UUID:
    """Write the answer, and after an agreement the work so far, into the log of what was offered.

    The lines name the records of the acts that they repeat. What nobody has taken in yet is to be
    taken in within the limit that begins with the agreement. Returns the delivery that was offered;
    nine statements at most, whatever the log.
    """
    offer = offer_of(request.id)
    delivery = Delivery.objects.select_for_update().get(pk=offer.delivery_id)
    answer = StatusReport.objects.get(pk=answer_id)
    lines = [_same(answer, delivery, answers=offer.id)]
    if agrees:
        said = StatusReport.objects.filter(delivery=request.delivery_id, code__in=_WORK)
        lines += [_same(one, delivery) for one in said.order_by("id")]
    StatusReport.objects.bulk_create(lines)
    derive_states([delivery])
    if DeliveryState(delivery.state).is_open_for_acceptance:
        _begin_limit(delivery, at=answer.received_at)
    return delivery.id


def _begin_limit(delivery: Delivery, *, at: datetime) -> None:
    version = documents.version_card(delivery.version_id)
    delivery.accept_by, delivery.accept_policy_id = documents.accept_limit(
        admitted_at=at, is_urgent=version.urgency != Urgency.NORMAL
    )
    delivery.save(update_fields=["accept_by", "accept_policy"])


def _same(line: StatusReport, delivery: Delivery, *, answers: UUID | None = None) -> StatusReport:
    return StatusReport(
        id=uuid7(),
        delivery=delivery,
        code=line.code,
        key=f"same:{line.id}",
        digest=line.digest,
        reporter_id=line.reporter_id,
        actor_name=line.actor_name,
        note=line.note,
        answers_id=answers,
        entry_number=line.entry_number,
        entered_on=line.entered_on,
        stamped_at=line.stamped_at,
        received_at=line.received_at,
        record_id=line.record_id,
        not_carried=line.not_carried,
    )
