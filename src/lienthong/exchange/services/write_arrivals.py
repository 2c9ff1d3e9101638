"""Write down that deliveries were there at once, where something has to point at it."""

from collections.abc import Collection
from uuid import UUID

from lienthong.exchange import queries
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.types import StatusCode, StatusLine
from lienthong.tables.rows import Rows

_ARRIVALS = Rows(
    StatusReport,
    *("id", "delivery_id", "reporter_id", "stamped_at", "received_at", "record_id"),
    ignore_conflicts=True,
)


def write_arrivals(delivery_ids: Collection[UUID]) -> list[StatusLine]:
    """Return that these deliveries have arrived (01), each as a row that a key can point at.

    The line has the delivery's id, by which it is shown whether it is a row or not. What is written
    already stays; deliveries to other installations have arrived when they say so. Four statements.
    """
    rows = Delivery.objects.filter(pk__in=delivery_ids, arrived_at_once=True)
    found = rows.values_list("pk", "recipient_id", "admitted_at", "dispatch__record_id")
    _ARRIVALS.insert(
        ((pk, pk, agency_id, at, at, record_id) for pk, agency_id, at, record_id in found),
        code=StatusCode.ARRIVED,
        key="arrived",
        digest="",
    )
    return [line for line in queries.course(delivery_ids) if line.code == StatusCode.ARRIVED]
