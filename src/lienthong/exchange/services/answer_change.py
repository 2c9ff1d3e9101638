"""Answering what a sender asks: the recipient agrees (15) or declines (16)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import services as blobs
from lienthong.documents import queries as document_queries
from lienthong.documents import services as documents
from lienthong.exchange import errors, queries
from lienthong.exchange.events import ChangeAnswered
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.services._reporting import put_in_log
from lienthong.exchange.services._taking_over import pass_on
from lienthong.exchange.types import ChangeKind, NewReport, NotCarried, StatusCode, StatusLine
from lienthong.kernel.actor import Actor
from lienthong.kernel.news import announce


def answer_change(
    *,
    delivery_id: UUID,
    agrees: bool,
    note: str,
    key: str,
    actor: Actor,
    now: datetime,
    request_id: UUID | None = None,
    not_carried: NotCarried | None = None,
) -> StatusLine:
    """Answer the pending request about a delivery; a declined one needs its reason.

    request_id: the request that is meant; one that was answered or replaced has no other answer.
    not_carried: what was offered did not come to the recipient, who said nothing.

    After an agreed recall the recipient keeps line, number and proof, and no longer the content.
    After an agreed update or replacement what was offered is in force and stands where the earlier
    one stood; the earlier one can still be read. What was declined comes to nothing.
    Raises NotAllowed, DeliveryNotFound, NothingToAnswer, ReasonMissing, ReportDiffers.
    """
    access.require(actor, "exchange.answer-recall", agency_id=actor.agency_id)
    if not agrees and not note.strip():
        raise errors.ReasonMissing()
    with transaction.atomic():
        request, is_repeat = _answered_request(delivery_id, key, actor)
        if request_id not in (None, request.id):
            raise errors.NothingToAnswer()
        line = put_in_log(
            report=NewReport(
                delivery_id=delivery_id,
                code=StatusCode.AGREED if agrees else StatusCode.DECLINED,
                key=key,
                note=note,
                answers=request.id,
                not_carried=not_carried,
            ),
            actor=actor,
            now=now,
        )
        if not is_repeat:
            _follow(request, line, agrees=agrees, now=now)
    return line


def _answered_request(delivery_id: UUID, key: str, actor: Actor) -> tuple[StatusReport, bool]:
    """Return the request that waits; or the one that this key already answered, and True."""
    delivery = (
        Delivery.objects.select_for_update()
        .filter(pk=delivery_id, recipient_id=actor.agency_id)
        .first()
    )
    if delivery is None:
        raise errors.DeliveryNotFound()
    earlier = StatusReport.objects.filter(
        delivery=delivery, reporter_id=delivery.recipient_id, key=key
    ).first()
    if earlier is not None and earlier.answers_id is None:
        raise errors.ReportDiffers(key=key)
    request_id = earlier.answers_id if earlier else delivery.pending_request
    if request_id is None:
        raise errors.NothingToAnswer()
    request = StatusReport.objects.select_related("change").get(pk=request_id)
    return request, earlier is not None


def _follow(request: StatusReport, line: StatusLine, *, agrees: bool, now: datetime) -> None:
    card = queries.delivery_card(line.delivery_id)
    kind = ChangeKind(request.change.kind) if request.change else ChangeKind.RECALL
    offered = None
    if kind != ChangeKind.RECALL:
        offered = queries.delivery_card(pass_on(request, answer_id=line.id, agrees=agrees))
    elif agrees:
        held = document_queries.held_for(card.version_id, card.recipient_id)
        documents.end_content(card.version_id, card.recipient_id, now=now)
        blobs.end_custody(held, [card.recipient_id], reason="recalled", now=now)
    announce(ChangeAnswered(kind, card, agrees, now, offered=offered, not_carried=line.not_carried))
