"""Who was urged about a delivery, and when."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from lienthong.exchange.models import Urging
from lienthong.exchange.types import UrgedAbout, UrgingLine
from lienthong.tables.places import places
from lienthong.tables.questions import question


def urgings(delivery_ids: Collection[UUID], *, inside: bool) -> list[UrgingLine]:
    """Return the urgings about these deliveries, the first one first. One statement.

    inside: also those within the recipient, for eyes of its own.
    """
    rows = _of_deliveries.all(ids=list(delivery_ids))
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
        for row in rows
        if inside or row.about != UrgedAbout.OFFICER
    ]


@question
def _of_deliveries() -> "QuerySet[Urging]":
    rows = Urging.objects.select_related("agency")
    return rows.filter(delivery_id__in=places("ids", UUID)).order_by("urged_at", "id")
