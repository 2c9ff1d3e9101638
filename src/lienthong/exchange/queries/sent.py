"""What an agency sent, and how it fares.

An heir stands for those that it inherited from: what they sent is among what it sent, under their
names. Each query asks for them in one statement.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.exchange import errors, rules
from lienthong.exchange.events import RoadsAsked
from lienthong.exchange.models import Delivery, Dispatch, StatusReport
from lienthong.exchange.queries.courses import course
from lienthong.exchange.queries.deliveries import (
    PAGE,
    card_of_delivery,
    card_of_dispatch,
    delivery_card,
    delivery_cards,
    delivery_rows,
    delivery_to,
    in_order_of_names,
    sendings,
)
from lienthong.exchange.queries.handovers import handed_over
from lienthong.exchange.queries.narrowed import asked_for
from lienthong.exchange.queries.urgings import urgings
from lienthong.exchange.types import (
    DeliveryCard,
    DeliveryState,
    DispatchCard,
    SentFilter,
    StatusLine,
    Tracking,
    TrackingRow,
    UrgedAbout,
    UrgingLine,
)
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.kernel.sorting import name_key


def delivery_for(delivery_id: UUID, *, agency_id: UUID) -> DeliveryCard:
    """Return a delivery that an agency sent or was sent; raises DeliveryNotFound."""
    found = delivery_card(delivery_id)
    if not is_party(found, agency_id):
        raise errors.DeliveryNotFound()
    return found


def deliveries_for(delivery_ids: Collection[UUID], *, agency_id: UUID) -> dict[UUID, DeliveryCard]:
    """Return those of these deliveries that an agency sent or was sent, by id.

    One statement, one more where the agency is not itself a side of each.
    """
    found = {card.id: card for card in delivery_cards(delivery_ids)}
    own = {one.id for one in found.values() if agency_id in {one.sender_id, one.recipient_id}}
    if len(own) == len(found):
        return found
    held = {agency_id, *directory.with_inherited(agency_id)}
    return {
        one.id: one
        for one in found.values()
        if not held.isdisjoint({one.sender_id, one.recipient_id})
    }


def delivery_held(version_id: UUID, *, agency_id: UUID) -> DeliveryCard | None:
    """Return the latest delivery of a version to an agency, or to one that it inherited from.

    Two statements where it came to the agency itself, else five.
    """
    own = delivery_to(version_id, recipient_id=agency_id)
    if own is not None:
        return own
    _itself, *before = directory.with_inherited(agency_id)
    if not before:
        return None
    rows = delivery_rows().filter(
        dispatch__in=sendings(version_id=version_id), recipient_id__in=before
    )
    row = rows.order_by("-admitted_at", "-id").first()
    return card_of_delivery(row) if row else None


def is_party(delivery: DeliveryCard, agency_id: UUID | None) -> bool:
    """Return whether an agency sent or was sent a delivery, itself or by whom it inherited from.

    No statement where it did so itself, else one.
    """
    parties = {delivery.sender_id, delivery.recipient_id}
    if agency_id is None or agency_id in parties:
        return agency_id is not None
    return not parties.isdisjoint(directory.with_inherited(agency_id))


def is_sender(dispatch: DispatchCard, agency_id: UUID | None) -> bool:
    """Return whether an agency made a sending, itself or by whom it inherited from."""
    if agency_id is None or agency_id == dispatch.sender_id:
        return agency_id is not None
    return dispatch.sender_id in directory.with_inherited(agency_id)


def deliveries_of_version(version_id: UUID, *, sender_id: UUID) -> list[DeliveryCard]:
    """Return every delivery of a version by its sender, by the recipients' names.

    Three statements.
    """
    rows = delivery_rows().filter(dispatch__in=_sendings(sender_id, version_id=version_id))
    return in_order_of_names(card_of_delivery(row) for row in rows)


def deliveries_sent(
    version_id: UUID, *, sender_id: UUID, after: UUID | None = None, limit: int = PAGE
) -> list[DeliveryCard]:
    """Return the deliveries of a version by one sender in the order of their ids."""
    rows = delivery_rows().filter(dispatch__in=_sendings(sender_id, version_id=version_id))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return [card_of_delivery(row) for row in rows.order_by("id")[:limit]]


def sent(
    *,
    sender_id: UUID,
    before: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
    wanted: SentFilter | None = None,
) -> list[DispatchCard]:
    """Return what an agency sent, the newest first, from after the sending `before` on.

    One statement an agency that is inherited from, each along its index; the pages are merged.
    """
    rows = Dispatch.objects.select_related("sender").filter(asked_for(wanted))
    ordered = _newest_first(rows, before)
    pages = [ordered.filter(sender_id=one)[:limit] for one in directory.with_inherited(sender_id)]
    merged = merge(*pages, key=lambda row: (row.admitted_at, row.id), reverse=True)
    return [card_of_dispatch(row) for row in islice(merged, limit)]


def sent_of_document(
    document_id: UUID,
    *,
    sender_id: UUID,
    before: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[DispatchCard]:
    """Return the sendings of a document by an agency or those it inherited from, as `sent` does.

    Two statements.
    """
    rows = Dispatch.objects.select_related("sender").filter(
        version__document_id=document_id, sender_id__in=directory.with_inherited(sender_id)
    )
    return [card_of_dispatch(row) for row in _newest_first(rows, before)[:limit]]


def _newest_first(
    rows: "QuerySet[Dispatch]", before: tuple[datetime, UUID] | None
) -> "QuerySet[Dispatch]":
    if before is not None:
        at, row_id = before
        rows = rows.filter(Q(admitted_at__lt=at) | Q(admitted_at=at, id__lt=row_id))
    return rows.order_by("-admitted_at", "-id")


def counts_by_version(
    version_ids: Collection[UUID], *, sender_id: UUID
) -> dict[UUID, dict[DeliveryState, int]]:
    """Return for each sent version how many recipients stand in each state. Three statements."""
    found: dict[UUID, dict[DeliveryState, int]] = {}
    rows = _by_version(version_ids, sender_id).annotate(count=Count("id"))
    for version_id, state, count in rows:
        found.setdefault(version_id, {})[DeliveryState(state)] = count
    return found


def late_and_counts_by_version(
    version_ids: Collection[UUID], *, sender_id: UUID, at: datetime
) -> dict[UUID, tuple[int, dict[DeliveryState, int]]]:
    """Return the same, after how many let the time for acceptance pass. Three statements."""
    late: Counter[UUID] = Counter()
    counts: dict[UUID, dict[DeliveryState, int]] = {}
    passed = Count("id", filter=Q(accept_by__lt=at))
    rows = _by_version(version_ids, sender_id).annotate(count=Count("id"), passed=passed)
    for version_id, word, count, of_these in rows:
        state = DeliveryState(word)
        counts.setdefault(version_id, {})[state] = count
        late[version_id] += of_these if state.is_open_for_acceptance else 0
    return {version_id: (late[version_id], counted) for version_id, counted in counts.items()}


def _by_version(version_ids: Collection[UUID], sender_id: UUID) -> "QuerySet[Delivery, Any]":
    rows = Delivery.objects.filter(dispatch__in=_sendings(sender_id, version_id__in=version_ids))
    return rows.values_list("version_id", "state").order_by()


def not_accepted(
    *,
    sender_id: UUID,
    at: datetime,
    after: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[DeliveryCard]:
    """Return what an agency sent and nobody accepted in time (A10), the longest waiting first.

    after: limit and id of the last row that was shown. One statement a state and an agency that is
    inherited from, along its index.
    """
    rows = delivery_rows().filter(accept_by__lt=at)
    if after is not None:
        limit_then, row_id = after
        rows = rows.filter(Q(accept_by__gt=limit_then) | Q(accept_by=limit_then, id__gt=row_id))
    ordered = rows.order_by("accept_by", "id")
    pages = [
        ordered.filter(sender_id=one, state=state)[:limit]
        for one in directory.with_inherited(sender_id)
        for state in (DeliveryState.SENT, DeliveryState.ARRIVED)
    ]
    merged = merge(*pages, key=lambda row: (row.accept_by, row.id))
    return [card_of_delivery(row) for row in islice(merged, limit)]


def recipients_of(dispatch_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Return the names of the recipients of each dispatch. One statement."""
    found: dict[UUID, list[str]] = {}
    rows = Delivery.objects.filter(dispatch_id__in=dispatch_ids)
    named = rows.values_list("dispatch_id", "recipient_name")
    for dispatch_id, name in sorted(named, key=lambda row: name_key(row[1])):
        found.setdefault(dispatch_id, []).append(name)
    return found


def _sendings(sender_id: UUID, **of: object) -> list[UUID]:
    return sendings(sender_id__in=directory.with_inherited(sender_id), **of)


def tracking(
    version_id: UUID, *, sender_id: UUID, at: datetime, due_on: date | None = None
) -> Tracking:
    """Return how a version fares with each of its sender's recipients, late ones first.

    due_on: until which day the version asks for its work. Eight statements.
    """
    cards = deliveries_of_version(version_id, sender_id=sender_id)
    ids = [card.id for card in cards]
    reminded = urgings(ids, inside=False)
    return tracking_of(version_id, cards, course(ids), reminded, at=at, due_on=due_on)


def tracking_of(
    version_id: UUID,
    cards: Sequence[DeliveryCard],
    lines: Sequence[StatusLine],
    reminded: Sequence[UrgingLine],
    *,
    at: datetime,
    due_on: date | None,
) -> Tracking:
    """Return the same of deliveries that are at hand, with their course and urgings.

    An agency that was sent the version again stands there once, with the latest sending; of two
    that merged each stands there under its own name. Two statements.
    """
    latest = {
        (card.recipient_id, card.recipient_name): card
        for card in sorted(cards, key=lambda card: (card.admitted_at, card.id))
    }
    told: dict[UUID, list[StatusLine]] = {}
    for line in lines:
        told.setdefault(line.delivery_id, []).append(line)
    ids = [card.id for card in latest.values()]
    handed, asked = handed_over(ids), RoadsAsked(tuple(ids))
    announce(asked)
    urged_at = {line.delivery_id: line.urged_at for line in reminded}
    rows = [
        replace(
            TrackingRow.of(
                card, told.get(card.id, ()), at=at, handed=handed.get(card.id, ("", ""))
            ),
            road=asked.found.get(card.id),
            **_lateness(card, urged_at.get(card.id), due_on=due_on, at=at),
        )
        for card in latest.values()
    ]
    return Tracking(version_id, tuple(sorted(rows, key=TrackingRow.place)))


class _Lateness(TypedDict):
    late: UrgedAbout | None
    urged_at: datetime | None
    can_be_urged: bool


def _lateness(
    card: DeliveryCard, urged_at: datetime | None, *, due_on: date | None, at: datetime
) -> _Lateness:
    late = rules.late_about(state=card.state, accept_by=card.accept_by, due_on=due_on, at=at)
    is_new = urged_at is None or local_day(urged_at) < local_day(at)
    return {"late": late, "urged_at": urged_at, "can_be_urged": late is not None and is_new}


def tracking_mark(version_id: UUID, *, sender_id: UUID, at: datetime) -> str:
    """Return a text that changes with every report on a version's deliveries. Three statements.

    Also every ten minutes, for a limit that passes changes the table without any report.
    """
    reports = StatusReport.objects.filter(
        delivery__dispatch__in=_sendings(sender_id, version_id=version_id)
    )
    # That it was there at once is a row only sometimes, and nothing new (see queries.courses).
    found = reports.exclude(pk=F("delivery")).aggregate(
        count=Count("id"), latest=Max("received_at")
    )
    return _mark(found["count"], found["latest"], at)


def mark_of(lines: Sequence[StatusLine], *, at: datetime) -> str:
    """Return the same of the course of all its deliveries, which is at hand."""
    received = [line.received_at for line in lines if line.id != line.delivery_id]
    return _mark(len(received), max(received, default=None), at)


def _mark(count: int, latest: datetime | None, at: datetime) -> str:
    return f"{count}-{latest.timestamp() if latest else 0}-{at.timestamp() // 600:.0f}"
