"""The log of deliveries: locked, written into, and what the rule makes of it kept and announced."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.exchange import queries, rules
from lienthong.exchange.events import Reported, StatusesReported
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.services import _records
from lienthong.exchange.types import DeliveryState, NewReport, Report, StatusLine
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.tables.places import place, places
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows

# Rows of one statement; SQLite takes 999 variables.
_BATCH = 150
_DERIVED = ("state", "state_since", "pending_request")
_LINES = Rows(
    StatusReport,
    *("id", "delivery_id", "code", "key", "digest", "note", "answers_id", "not_carried"),
    *("entry_number", "entered_on", "stamped_at", "record_id"),
)


def addressed(delivery_ids: Collection[UUID], actor: Actor) -> dict[UUID, Delivery]:
    """Return those of the deliveries that are addressed to the actor's agency, locked.

    In the order of their ids; of two people who act on one at once, one waits and then sees.
    """
    if actor.agency_id is None:
        return {}
    rows = _addressed.all(ids=set(delivery_ids), recipient=actor.agency_id)
    return {row.id: row for row in rows}


@question
def _addressed() -> "QuerySet[Delivery]":
    rows = Delivery.objects.select_related("sender", "dispatch").select_for_update(of=("self",))
    mine = rows.filter(pk__in=places("ids", UUID), recipient_id=place("recipient"))
    return mine.order_by("pk")


def enter(
    reports: Sequence[NewReport],
    deliveries: Mapping[UUID, Delivery],
    *,
    actor: Actor,
    now: datetime,
) -> dict[UUID, StatusLine]:
    """Write reports into the logs of locked deliveries, one each, and tell who hears of it.

    By delivery. A fixed number of statements, one more where a report answers something.
    """
    entered = [deliveries[one.delivery_id] for one in reports]
    was = {one.id: DeliveryState(one.state) for one in entered}
    lines = _write(reports, deliveries, actor=actor, now=now)
    derive_states(entered)
    cards = sorted(map(queries.card_of_delivery, entered), key=lambda card: card.id)
    said = tuple(Reported(card, lines[card.id], was[card.id]) for card in cards)
    announce(StatusesReported(said, actor, now))
    return lines


def derive_states(deliveries: Sequence[Delivery]) -> None:
    """Keep on the rows what the published rule makes of their whole logs.

    One statement, and one more for 150 of them.
    """
    logs = queries.logs_at(deliveries)
    for one in deliveries:
        _stand(one, logs[one.id])
    if len(deliveries) == 1:
        deliveries[0].save(update_fields=_DERIVED)
    else:
        Delivery.objects.bulk_update(deliveries, _DERIVED, batch_size=_BATCH)


def _stand(delivery: Delivery, log: Sequence[Report]) -> None:
    found = rules.standing(log)
    delivery.state, delivery.state_since = found.state, found.since
    delivery.pending_request = found.pending_request


def _write(
    reports: Sequence[NewReport],
    deliveries: Mapping[UUID, Delivery],
    *,
    actor: Actor,
    now: datetime,
) -> dict[UUID, StatusLine]:
    """Record the reports in the ledger, then write their lines; return these by delivery."""
    reporter = directory.agency(deliveries[reports[0].delivery_id].recipient_id)
    records = ledger.record_all(_acts(reports, deliveries, reporter), actor=actor, at=now)
    lines = [
        _line(one, record.id, reporter=reporter, actor=actor, now=now)
        for one, record in zip(reports, records, strict=True)
    ]
    _LINES.insert(
        map(_row, reports, lines),
        reporter_id=reporter.id,
        actor_name=actor.name,
        received_at=now,
    )
    return {line.delivery_id: line for line in lines}


def _acts(
    reports: Sequence[NewReport], deliveries: Mapping[UUID, Delivery], reporter: AgencyCard
) -> list[Act]:
    about = [_spoken_of(one, deliveries[one.delivery_id]) for one in reports]
    versions = documents.version_cards(one.version_id for one in about)
    return [
        _records.reported(
            delivery,
            one.code,
            version=versions[delivery.version_id],
            reporter=reporter,
            note=one.note,
            entry=one.entry_number,
            change=queries.kind_asked(one.answers) if one.answers else None,
            not_carried=one.not_carried,
        )
        for one, delivery in zip(reports, about, strict=True)
    ]


def _line(
    report: NewReport, record_id: UUID, *, reporter: AgencyCard, actor: Actor, now: datetime
) -> StatusLine:
    return StatusLine(
        id=uuid7(),
        delivery_id=report.delivery_id,
        code=report.code,
        reporter_name=reporter.name,
        actor_name=actor.name,
        note=report.note,
        stamped_at=report.stamped_at or now,
        received_at=now,
        record_id=record_id,
        entry_number=report.entry_number,
        entered_on=report.entered_on,
        not_carried=report.not_carried,
    )


def _row(report: NewReport, line: StatusLine) -> tuple[object, ...]:
    """Return the values of a line's row, in the order of `_LINES`."""
    return (
        *(line.id, line.delivery_id, line.code, report.key, report.digest(), line.note),
        *(report.answers, report.not_carried or "", line.entry_number, line.entered_on),
        *(line.stamped_at, line.record_id),
    )


def _spoken_of(report: NewReport, delivery: Delivery) -> Delivery:
    """Return what the record is about: of an offer that did not come there, what was offered."""
    if report.not_carried is None or report.answers is None:
        return delivery
    return queries.offer_of(report.answers).delivery
