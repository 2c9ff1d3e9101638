"""Refusal: the clerk sends a delivery back with the reason; no number is taken."""

from datetime import datetime
from uuid import UUID

from lienthong.access import services as access
from lienthong.exchange import services as exchange
from lienthong.exchange.types import NewReport, StatusCode, StatusLine
from lienthong.kernel.actor import Actor


def refuse_delivery(
    *, delivery_id: UUID, reason: str, key: str, actor: Actor, now: datetime
) -> StatusLine:
    """Refuse what arrived, with the reason that the sender needs (status 02).

    Raises NotAllowed, and of exchange ReasonMissing, DeliveryNotFound and AlreadyDecided.
    Source: Decision 28/2018/QĐ-TTg, Article 9; Decree 30/2020/NĐ-CP, Article 21, clause 2.
    """
    access.require(actor, "registers.refuse", agency_id=actor.agency_id)
    return exchange.report_status(
        report=NewReport(delivery_id, StatusCode.REFUSED, key, reason), actor=actor, now=now
    )
