"""Reporting about many deliveries at once: what is plain is written together, the rest as ever."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory.types import AgencyCard
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.services._log import addressed, enter
from lienthong.exchange.services._reporting import STARTS_FROM, cleaned
from lienthong.exchange.types import NewReport, StatusCode, StatusLine
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block


def report_together(
    *,
    reports: Sequence[NewReport],
    actor: Actor,
    now: datetime,
    left_out: Collection[UUID] = (),
    reporter: AgencyCard | None = None,
) -> dict[UUID, StatusLine]:
    """Write those of many reports about which there is nothing to decide; return their lines.

    By delivery. The others are for `report_status`, one by one: what is repeated, refuses without a
    reason, does not fit the state, concerns a delivery that another one came instead of or that
    comes twice among these. left_out: deliveries of which the caller has more to ask. All are
    locked before, in the order of their ids, until the transaction ends, which is the caller's.
    reporter: the actor's agency, where the caller has its card. A fixed number of statements.
    Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("report_together() belongs into the transaction that answers them all")
    deliveries = addressed([one.delivery_id for one in reports], actor)
    plain = [one for one in _plain(reports, deliveries) if one.delivery_id not in left_out]
    if not plain:
        return {}
    return enter(plain, deliveries, reporter=reporter, actor=actor, now=now)


def _plain(reports: Sequence[NewReport], deliveries: Mapping[UUID, Delivery]) -> list[NewReport]:
    times = Counter(one.delivery_id for one in reports)
    fitting = [
        cleaned(one)
        for one in reports
        if times[one.delivery_id] == 1 and _fits(one, deliveries.get(one.delivery_id))
    ]
    earlier = set(
        StatusReport.objects.filter(
            delivery_id__in=[one.delivery_id for one in fitting],
            key__in={one.key for one in fitting},
        ).values_list("delivery_id", "key")
    )
    return [one for one in fitting if (one.delivery_id, one.key) not in earlier]


def _fits(report: NewReport, delivery: Delivery | None) -> bool:
    """Whether an act at a desk could start here, and says what it has to."""
    return (
        delivery is not None
        and (report.code != StatusCode.REFUSED or bool(clean_block(report.note)))
        and report.answers is None
        and delivery.state in STARTS_FROM.get(report.code, ())
        and (report.stamped_at is None or report.stamped_at >= delivery.admitted_at)
    )
