"""When an agency ends: what is on its way to it goes to who took over, and is said."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from lienthong.directory import queries as directory
from lienthong.directory.events import AgenciesReorganised, HandOver, Moved
from lienthong.directory.types import AgencyCard
from lienthong.exchange.models import Delivery, Handover, Paper
from lienthong.exchange.types import DeliveryState, Recipient, Submission
from lienthong.kernel.ids import uuid7

_OPEN = [state for state in DeliveryState if not state.is_closed]
_IS_OPEN = Q(state__in=_OPEN) | Q(pending_request__isnull=False)
# Rows of one statement; SQLite takes 999 variables.
BATCH = 150


def with_heirs(submission: Submission, *, on: date) -> tuple[Submission, Mapping[UUID, UUID]]:
    """Put the heir in the place of each recipient that has ended; the key means what was asked.

    Returns with it the agency that was named, by who gets it instead. Of several that lead to one
    agency one stays. Without any closed recipient the submission comes back as it is, after one
    statement; four otherwise.
    """
    recipients, instead = redirected(submission.recipients, on=on)
    if recipients == submission.recipients:
        return submission, {}
    asked = submission.digest()
    return replace(submission, recipients=recipients, as_asked=asked), instead


def redirected(
    recipients: Collection[Recipient],
    *,
    on: date,
    known: Mapping[UUID, AgencyCard] | None = None,
) -> tuple[tuple[Recipient, ...], dict[UUID, UUID]]:
    """Return the recipients of a day, and for each heir the one whose place it took.

    known: the recipients, where the caller has read them; a statement less. Four otherwise at most.
    """
    cards = known or directory.agencies([r.agency_id for r in recipients])
    closed = {card.id for card in cards.values() if card.valid_to and card.valid_to < on}
    if not closed:
        return tuple(recipients), {}
    found = {start: card.id for start, card in directory.heirs(closed, on=on).items()}
    named = {r.agency_id for r in recipients}
    kept: dict[UUID, Recipient] = {}
    instead: dict[UUID, UUID] = {}
    for recipient in recipients:
        here = found.get(recipient.agency_id, recipient.agency_id)
        if here != recipient.agency_id:
            if here in named or here in kept:
                continue
            instead[here] = recipient.agency_id
        kept.setdefault(here, replace(recipient, agency_id=here))
    return tuple(kept.values()), instead


def say_redirected(dispatch_id: UUID, instead: Mapping[UUID, UUID], *, now: datetime) -> None:
    """Keep for the tracking which deliveries go to an heir. Two statements at most."""
    if not instead:
        return
    rows = Delivery.objects.filter(dispatch_id=dispatch_id, recipient_id__in=instead)
    Handover.objects.bulk_create(
        [
            Handover(delivery_id=pk, from_agency_id=instead[to], to_agency_id=to, happened_at=now)
            for pk, to in rows.values_list("pk", "recipient_id")
        ],
        batch_size=BATCH,
    )


def hand_on_deliveries(event: AgenciesReorganised) -> None:
    """Give every open delivery of an agency that ended to its heir.

    Open is what was not refused, finished or given back, and what a sender asks back. Name and
    code stay as they were sent. What the agency sent stays its own sending; its heir stands for it
    from now on (see queries.sent), which is said of each that is still open. Four statements for an
    agency, and one for every 150 deliveries.
    """
    for one in event.hand_overs:
        rows = Delivery.objects.filter(_IS_OPEN, recipient_id=one.from_id)
        ids = list(rows.order_by("admitted_at", "id").values_list("pk", flat=True))
        move_deliveries(ids, to_id=one.heir_id, now=event.now)
        event.moved.extend(_moved(one, ids))
        event.moved.extend(_still_open(one))


def move_deliveries(delivery_ids: Collection[UUID], *, to_id: UUID, now: datetime) -> None:
    """Let another agency act for deliveries from now on; where they are already, nothing happens.

    Must run in a transaction. Four statements for every 150.
    """
    wanted = list(delivery_ids)
    for start in range(0, len(wanted), BATCH):
        rows = Delivery.objects.select_for_update(no_key=True).filter(
            pk__in=wanted[start : start + BATCH]
        )
        found = [pair for pair in rows.values_list("pk", "recipient_id") if pair[1] != to_id]
        Handover.objects.bulk_create(
            [
                Handover(
                    id=uuid7(),
                    delivery_id=pk,
                    from_agency_id=before,
                    to_agency_id=to_id,
                    happened_at=now,
                )
                for pk, before in found
            ],
            ignore_conflicts=True,
        )
        # Without a place among the arrivals: its new agency has not listed it yet.
        Delivery.objects.filter(pk__in=[pk for pk, _before in found]).update(
            recipient_id=to_id, arrival_number=None
        )
        Paper.objects.filter(pk__in=[pk for pk, _before in found]).update(recipient_id=to_id)


def _still_open(one: HandOver) -> list[Moved]:
    """What the agency sent and is not through with every recipient: the heir follows it."""
    rows = Delivery.objects.filter(_IS_OPEN, sender_id=one.from_id).order_by()
    found = rows.values_list("dispatch_id", "version__reference_code", "version__subject")
    return [
        Moved("dispatch", str(pk), f"{code}: {subject}", one.from_id, one.heir_id)
        for pk, code, subject in sorted(found.distinct())
    ]


def _moved(one: HandOver, ids: Collection[UUID]) -> list[Moved]:
    labels = {
        pk: f"{name}: {code}"
        for start in range(0, len(ids), BATCH)
        for pk, name, code in Delivery.objects.filter(
            pk__in=list(ids)[start : start + BATCH]
        ).values_list("pk", "sender__name", "version__reference_code")
    }
    return [Moved("delivery", str(pk), labels[pk], one.from_id, one.heir_id) for pk in ids]
