"""Holding: whoever works on what a delivery brought waits for others who act on the delivery."""

from uuid import UUID

from django.db import transaction

from lienthong.exchange import errors
from lienthong.exchange.models import Delivery
from lienthong.kernel.actor import Actor


def hold_delivery(delivery_id: UUID, *, actor: Actor) -> None:
    """Keep all other acts on a delivery away until the caller's transaction ends.

    For acts that lock rows of their own and then report: taken first, it gives all acts on one
    delivery one order of locks, so that none waits for the other for ever. Raises
    DeliveryNotFound when it is not addressed to the actor's agency, RuntimeError outside a
    transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a delivery is held in the transaction of an act")
    rows = Delivery.objects.select_for_update().filter(pk=delivery_id)
    if not rows.filter(recipient_id=actor.own_agency).values_list("pk").first():
        raise errors.DeliveryNotFound()
