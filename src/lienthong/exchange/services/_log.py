"""The log of deliveries: locked, written into, and what the rule makes of it kept and announced."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents import queries as documents
from lienthong.exchange import queries, rules
from lienthong.exchange.events import Reported, StatusesReported
from lienthong.exchange.models import Delivery, StatusReport
from lienthong.exchange.services import _records
from lienthong.exchange.types import DeliveryState, NewReport, Standing, StatusLine
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.tables.places import place, places
from lienthong.tables.questions import change, question
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
    rows = Delivery.objects.select_related("sender", "dispatch", "paper")
    rows = rows.select_for_update(of=("self",))
    mine = rows.filter(pk__in=places("ids", UUID), recipient_id=place("recipient"))
    return mine.order_by("pk")


def enter(
    reports: Sequence[NewReport],
    deliveries: Mapping[UUID, Delivery],
    *,
    actor: Actor,
    now: datetime,
    reporter: AgencyCard | None = None,
) -> dict[UUID, StatusLine]:
    """Write reports into the logs of locked deliveries, one each, and tell who hears of it.

    By delivery. reporter: the recipient of them all, where the caller has its card. A fixed number
    of statements, one more where a report answers something.
    """
    entered = [deliveries[one.delivery_id] for one in reports]
    was = {one.id: DeliveryState(one.state) for one in entered}
    reporter = reporter or directory.agency(entered[0].recipient_id)
    lines = _write(reports, deliveries, reporter=reporter, actor=actor, now=now)
    derive_states(entered)
    cards = sorted(map(queries.card_of_delivery, entered), key=lambda card: card.id)
    said = tuple(Reported(card, lines[card.id], was[card.id]) for card in cards)
    announce(StatusesReported(said, actor, now))
    return lines


def derive_states(deliveries: Sequence[Delivery]) -> None:
    """Keep on the rows what the published rule makes of their whole logs.

    Two statements; where they do not all stand alike, one for each 150 of them instead of one.
    """
    logs = queries.logs_at(deliveries)
    for one in deliveries:
        _stand(one, rules.standing(logs[one.id]))
    alike = {(one.state, one.state_since, one.pending_request) for one in deliveries}
    state, since, pending = next(iter(alike), ("", None, None))
    if len(alike) == 1 and since is not None and pending is None:
        _stand_alike.run(ids=[one.id for one in deliveries], state=state, since=since)
    else:
        Delivery.objects.bulk_update(deliveries, _DERIVED, batch_size=_BATCH)


@change
def _stand_alike() -> "tuple[QuerySet[Delivery], Mapping[str, Any]]":
    """What most reports make of a delivery, and most bundles of all that they name."""
    rows = Delivery.objects.filter(pk__in=places("ids", UUID))
    return rows, {"state": place("state"), "state_since": place("since"), "pending_request": None}


def _stand(delivery: Delivery, found: Standing) -> None:
    delivery.state, delivery.state_since = found.state, found.since
    delivery.pending_request = found.pending_request


def _write(
    reports: Sequence[NewReport],
    deliveries: Mapping[UUID, Delivery],
    *,
    reporter: AgencyCard,
    actor: Actor,
    now: datetime,
) -> dict[UUID, StatusLine]:
    """Record the reports in the ledger, then write their lines; return these by delivery."""
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
