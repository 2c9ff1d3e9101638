"""Marking the paper that goes beside a delivery, by the software of both sides (A5)."""

from uuid import UUID

from ninja import Router

from lienthong.access.errors import RightMissing
from lienthong.apikit.operations import answers
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import DeliveryCard, PaperStep
from lienthong.gateways.api.shapes_of_papers import (
    PaperArrivedIn,
    PaperBackIn,
    PaperOut,
    PaperSentIn,
)
from lienthong.kernel import clock
from lienthong.systems.types import SystemRequest

router = Router(tags=["Văn bản đến · Receiving"])
_PAPER_REFUSED = (RightMissing, exchange_errors.DeliveryNotFound, exchange_errors.NoPaper)


@router.post(
    "/deliveries/{delivery_id}/paper/sent",
    summary="Ghi đã gửi bản giấy",
    **answers(
        {200: PaperOut},
        *_PAPER_REFUSED,
        exchange_errors.PaperDay,
        exchange_errors.PaperMarked,
        exchange_errors.PostNumberMissing,
    ),
)
def paper_sent(request: SystemRequest, delivery_id: UUID, body: PaperSentIn) -> PaperOut:
    """Your agency sent the paper that the rule asks for beside this delivery (`paper`).

    The same again changes nothing. What the recipient does electronically waits for no paper.
    """
    (card,) = exchange_services.mark_paper_sent(
        delivery_ids=[delivery_id], sent=body.sent(), actor=request.auth.actor, now=clock.now()
    )
    return _paper(card)


@router.post(
    "/deliveries/{delivery_id}/paper/arrived",
    summary="Ghi đã nhận bản giấy",
    **answers(
        {200: PaperOut}, *_PAPER_REFUSED, exchange_errors.PaperDay, exchange_errors.PaperMarked
    ),
)
def paper_arrived(request: SystemRequest, delivery_id: UUID, body: PaperArrivedIn) -> PaperOut:
    """The paper beside what your agency received has come. The same again changes nothing."""
    (card,) = exchange_services.mark_paper_arrived(
        delivery_ids=[delivery_id],
        arrived_on=body.arrived_on,
        actor=request.auth.actor,
        now=clock.now(),
    )
    return _paper(card)


@router.post(
    "/deliveries/{delivery_id}/paper/withdraw",
    summary="Bỏ ghi bản giấy",
    **answers({200: PaperOut}, *_PAPER_REFUSED, exchange_errors.PaperArrived),
)
def withdraw_paper(request: SystemRequest, delivery_id: UUID, body: PaperBackIn) -> PaperOut:
    """Take back what your agency marked in error; nothing marked, nothing changes."""
    card = exchange_services.take_back_paper(
        delivery_id=delivery_id,
        step=PaperStep(body.step),
        actor=request.auth.actor,
        now=clock.now(),
    )
    return _paper(card)


def _paper(card: DeliveryCard) -> PaperOut:
    assert card.paper is not None  # it was marked just now
    return PaperOut.of(card.paper)
