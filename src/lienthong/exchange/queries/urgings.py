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
    return [_line(row) for row in rows if inside or row.about != UrgedAbout.OFFICER]


def urging_under(key: str, delivery_id: UUID, *, agency_id: UUID) -> UrgingLine:
    """Return the urging about a delivery that an agency made under a key. One statement.

    Raises Urging.DoesNotExist for a key that made none.
    """
    rows = Urging.objects.select_related("agency")
    return _line(rows.get(key=key, delivery_id=delivery_id, agency_id=agency_id))


def urged_before(
    key: str,
    *,
    agency_id: UUID,
    delivery_ids: Collection[UUID] | None = None,
    recipient_id: UUID | None = None,
    about: UrgedAbout | None = None,
) -> list[UUID]:
    """Return the deliveries about which an agency urged under this key, whatever became of them.

    Among these deliveries, or among all of a recipient; about: only those. One statement.
    """
    rows = Urging.objects.filter(key=key, agency_id=agency_id)
    if delivery_ids is not None:
        rows = rows.filter(delivery_id__in=delivery_ids)
    if recipient_id is not None:
        rows = rows.filter(delivery__recipient_id=recipient_id)
    if about is not None:
        rows = rows.filter(about=about)
    return list(rows.order_by("delivery_id").values_list("delivery_id", flat=True))


def _line(row: Urging) -> UrgingLine:
    return UrgingLine(
        id=row.id,
        delivery_id=row.delivery_id,
        about=UrgedAbout(row.about),
        agency_name=row.agency.name,
        actor_name=row.urged_by,
        urged_at=row.urged_at,
        record_id=row.record_id,
    )


@question
def _of_deliveries() -> "QuerySet[Urging]":
    rows = Urging.objects.select_related("agency")
    return rows.filter(delivery_id__in=places("ids", UUID)).order_by("urged_at", "id")
