"""What programs are told of requests to give a document back, or to take another instead."""

from datetime import datetime
from typing import Self
from uuid import UUID

from lienthong.apikit.schemas import Told
from lienthong.exchange.types import OpenChange
from lienthong.gateways.api.shapes_out import Agencies, DeliveryOut


class ChangeOut(Told):
    """What a sender asks of you; it is answered once.

    kind: "recall", "update" or "replacement". delivery: what you have; offered: what is to come
    instead, which you can read already; none for a recall.
    """

    id: UUID
    kind: str
    reason: str
    requested_at: datetime
    delivery: DeliveryOut
    offered: DeliveryOut | None

    @classmethod
    def of(cls, change: OpenChange, agencies: Agencies) -> Self:
        return cls(
            id=change.id,
            kind=str(change.kind),
            reason=change.reason,
            requested_at=change.requested_at,
            delivery=DeliveryOut.of(change.delivery, agencies),
            offered=DeliveryOut.of(change.offered, agencies) if change.offered else None,
        )


class ChangesOut(Told):
    changes: list[ChangeOut]
    next: str | None


class AskedOut(Told):
    asked: list[DeliveryOut]
