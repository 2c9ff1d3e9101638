"""Who was urged about a delivery, and when."""

from collections.abc import Collection
from uuid import UUID

from lienthong.exchange.models import Urging
from lienthong.exchange.types import UrgedAbout, UrgingLine


def urgings(delivery_ids: Collection[UUID], *, inside: bool) -> list[UrgingLine]:
    """Return the urgings about these deliveries, the first one first. One statement.

    inside: also those within the recipient, for eyes of its own.
    """
    rows = Urging.objects.select_related("agency").filter(delivery_id__in=delivery_ids)
    if not inside:
        rows = rows.exclude(about=UrgedAbout.OFFICER)
    return [
        UrgingLine(
            id=row.id,
            delivery_id=row.delivery_id,
            about=UrgedAbout(row.about),
            agency_name=row.agency.name,
            actor_name=row.urged_by,
            urged_at=row.urged_at,
            record_id=row.record_id,
        )
        for row in rows.order_by("urged_at", "id")
    ]
