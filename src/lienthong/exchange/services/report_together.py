"""Reporting about many deliveries at once: what is plain is written together, the rest as ever."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.exchange import queries
from lienthong.exchange.events import Reported, StatusesReported
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.services import _records
from lienthong.exchange.services._reporting import STARTS_FROM, cleaned, derive_states
from lienthong.exchange.types import DeliveryState, NewReport, StatusCode, StatusLine
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.kernel.text import clean_block
from lienthong.ledger import services as ledger
from lienthong.tables.rows import Rows

_LINES = Rows(
    StatusReport,
    *("id", "delivery_id", "code", "key", "digest", "note", "entry_number", "entered_on"),
    *("stamped_at", "record_id"),
)


def report_together(
    *,
    reports: Sequence[NewReport],
    actor: Actor,
    now: datetime,
    left_out: Collection[UUID] = (),
) -> dict[UUID, StatusLine]:
    """Write those of many reports about which there is nothing to decide; return their lines.

    By delivery. The others are for `report_status`, one by one: what is repeated, refuses without a
    reason, does not fit the state, concerns a delivery that another one came instead of or that
    comes twice among these. left_out: deliveries of which the caller has more to ask. All are
    locked before, in the order of their ids, until the transaction ends, which is the caller's. A
    fixed number of statements. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("report_together() belongs into the transaction that answers them all")
    deliveries = _locked([one.delivery_id for one in reports], actor)
    plain = [one for one in _plain(reports, deliveries) if one.delivery_id not in left_out]
    if not plain:
        return {}
    was = {one.delivery_id: DeliveryState(deliveries[one.delivery_id].state) for one in plain}
    lines = _write(plain, deliveries, actor=actor, now=now)
    derive_states([deliveries[one] for one in lines])
    cards = queries.delivery_cards(lines.keys())
    said = tuple(Reported(card, lines[card.id], was[card.id]) for card in cards)
    announce(StatusesReported(said, actor, now))
    return lines


def _locked(delivery_ids: Sequence[UUID], actor: Actor) -> dict[UUID, Delivery]:
    rows = Delivery.objects.select_for_update().filter(recipient_id=actor.agency_id)
    return {row.id: row for row in rows.filter(pk__in=set(delivery_ids)).order_by("pk")}


def _plain(reports: Sequence[NewReport], deliveries: dict[UUID, Delivery]) -> list[NewReport]:
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


def _write(
    reports: Sequence[NewReport],
    deliveries: dict[UUID, Delivery],
    *,
    actor: Actor,
    now: datetime,
) -> dict[UUID, StatusLine]:
    first = deliveries[reports[0].delivery_id]
    reporter = directory.agency(first.recipient_id)
    versions = documents.version_cards(deliveries[one.delivery_id].version_id for one in reports)
    acts = [
        _records.reported(
            (delivery := deliveries[one.delivery_id]),
            one.code,
            version=versions[delivery.version_id],
            reporter=reporter,
            note=one.note,
            entry=one.entry_number,
        )
        for one in reports
    ]
    records = ledger.record_all(acts, actor=actor, at=now)
    lines = [
        StatusLine(
            id=uuid7(),
            delivery_id=one.delivery_id,
            code=one.code,
            reporter_name=reporter.name,
            actor_name=actor.name,
            note=one.note,
            stamped_at=one.stamped_at or now,
            received_at=now,
            record_id=record.id,
            entry_number=one.entry_number,
            entered_on=one.entered_on,
        )
        for one, record in zip(reports, records, strict=True)
    ]
    _LINES.insert(
        (
            (
                *(line.id, line.delivery_id, line.code, one.key, one.digest(), line.note),
                *(line.entry_number, line.entered_on, line.stamped_at, line.record_id),
            )
            for one, line in zip(reports, lines, strict=True)
        ),
        reporter_id=reporter.id,
        actor_name=actor.name,
        received_at=now,
    )
    return {line.delivery_id: line for line in lines}
