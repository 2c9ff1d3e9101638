"""Deliveries for which another agency acts than the one that they were sent to."""

from collections.abc import Collection
from uuid import UUID

from lienthong.exchange.models import Handover


def handed_over(delivery_ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return for handed-over deliveries whom they were sent to and who acts for them now.

    One statement.
    """
    found: dict[UUID, tuple[str, str]] = {}
    rows = Handover.objects.filter(delivery_id__in=delivery_ids).order_by("happened_at", "id")
    for delivery_id, before, after in rows.values_list(
        "delivery_id", "from_agency__name", "to_agency__name"
    ):
        first = found[delivery_id][0] if delivery_id in found else before
        found[delivery_id] = (first, after)
    return found
