"""What a recipient turned down or gave back needs no paper; what it took in after all does."""

from collections.abc import Iterable
from datetime import datetime

from lienthong.exchange.events import ChangeAnswered, StatusesReported
from lienthong.exchange.services import _papers
from lienthong.exchange.types import (
    NO_PAPER_WANTED,
    DeliveryCard,
    DeliveryState,
)
from lienthong.kernel.actor import Actor


def follow_paper_of_reports(event: StatusesReported) -> None:
    """Settle the work on papers that nobody wants now. No statement where no paper is followed."""
    turned = [one.delivery for one in event.reports if one.delivery.state != one.was]
    _follow(turned, actor=event.actor, now=event.now)
    back = [
        one.delivery
        for one in event.reports
        if one.was == DeliveryState.REFUSED and one.delivery.state != DeliveryState.REFUSED
    ]
    _papers.work_again(back, now=event.now)


def follow_paper_of_answer(event: ChangeAnswered) -> None:
    """The same after a recall, or where another version came or did not come."""
    changed = [event.delivery, *([event.offered] if event.offered else [])]
    _follow(changed, actor=Actor.installation(), now=event.now)


def _follow(deliveries: Iterable[DeliveryCard], *, actor: Actor, now: datetime) -> None:
    over = [one for one in deliveries if one.paper and one.state in NO_PAPER_WANTED]
    if over:
        _papers.settle_sending({one.dispatch_id for one in over}, actor=actor, now=now)
        _papers.settle_coming([one.id for one in over], actor=actor, now=now)
