"""Dispatches and deliveries; every list is paged, its statements are counted."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lienthong.documents.types import RecipientRole, Urgency
from lienthong.exchange import errors
from lienthong.exchange.models import Delivery, Dispatch
from lienthong.exchange.types import (
    DeliveryCard,
    DeliveryState,
    DispatchCard,
    DispatchKind,
    PaperCard,
    PaperState,
    PaperWay,
)
from lienthong.kernel.sorting import name_key
from lienthong.tables.places import places
from lienthong.tables.questions import question

PAGE = 50


def dispatch_card(dispatch_id: UUID, *, is_repeat: bool = False) -> DispatchCard:
    """Return one dispatch; raises DispatchNotFound."""
    row = Dispatch.objects.select_related("sender").filter(pk=dispatch_id).first()
    if row is None:
        raise errors.DispatchNotFound()
    return card_of_dispatch(row, is_repeat=is_repeat)


def dispatches_of_version(version_id: UUID) -> list[DispatchCard]:
    """Return every sending of a version, the first one first."""
    rows = Dispatch.objects.select_related("sender").filter(version_id=version_id)
    return [card_of_dispatch(row) for row in rows.order_by("admitted_at", "id")]


def delivery_card(delivery_id: UUID) -> DeliveryCard:
    """Return one delivery; raises DeliveryNotFound."""
    cards = delivery_cards([delivery_id])
    if not cards:
        raise errors.DeliveryNotFound()
    return cards[0]


def delivery_cards(delivery_ids: Collection[UUID]) -> list[DeliveryCard]:
    """Return these deliveries in the order of their ids. One statement, none without ids."""
    rows = _of_ids.all(ids=list(delivery_ids)) if delivery_ids else []
    return [_card(*row) for row in rows]


def urgencies_of_deliveries(delivery_ids: Collection[UUID]) -> dict[UUID, Urgency]:
    """Return how urgent what was delivered is. One statement, none for no ids."""
    if not delivery_ids:
        return {}
    rows = Delivery.objects.filter(pk__in=delivery_ids).values_list("pk", "version__urgency")
    return {delivery_id: Urgency(word) for delivery_id, word in rows}


@question
def _of_ids() -> "QuerySet[Delivery, tuple[Any, ...]]":
    """Asked in every act about a delivery, and in lists of many: no instance is made of a row."""
    rows = Delivery.objects.filter(pk__in=places("ids", UUID)).order_by("id")
    return rows.values_list(*_CARD)


def deliveries_of_dispatch(
    dispatch_id: UUID, *, after: UUID | None = None, limit: int = PAGE
) -> list[DeliveryCard]:
    """Return the deliveries of one sending in the order of their ids, from after one on."""
    rows = delivery_rows().filter(dispatch_id=dispatch_id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return [card_of_delivery(row) for row in rows.order_by("id")[:limit]]


def sendings(**of: object) -> list[UUID]:
    """Return the dispatches of a version, or of some: the way to their deliveries. One statement.

    of: as for a filter of dispatches.
    """
    return list(Dispatch.objects.filter(**of).values_list("pk", flat=True))


def delivery_to(version_id: UUID, *, recipient_id: UUID) -> DeliveryCard | None:
    """Return the latest delivery of a version to an agency, or None. Two statements."""
    rows = delivery_rows().filter(
        dispatch__in=sendings(version_id=version_id), recipient_id=recipient_id
    )
    row = rows.order_by("-admitted_at", "-id").first()
    return card_of_delivery(row) if row else None


def waiting_of_documents(
    document_ids: Collection[UUID], *, recipient_id: UUID
) -> DeliveryCard | None:
    """Return the latest delivery of these documents that an agency can accept now, or None.

    Two statements.
    """
    rows = delivery_rows().filter(
        dispatch__in=sendings(version__document_id__in=document_ids),
        recipient_id=recipient_id,
        state__in=[state for state in DeliveryState if state.is_open_for_acceptance],
    )
    row = rows.order_by("-admitted_at", "-id").first()
    return card_of_delivery(row) if row else None


def refused_by(version_id: UUID, *, recipient_id: UUID) -> DeliveryCard | None:
    """Return the latest delivery of a version that an agency refused, or None.

    Also where it was sent again since.
    """
    rows = delivery_rows().filter(
        dispatch__in=sendings(version_id=version_id), recipient_id=recipient_id
    )
    row = rows.filter(state=DeliveryState.REFUSED).order_by("-admitted_at", "-id").first()
    return card_of_delivery(row) if row else None


def received(
    *,
    recipient_id: UUID,
    states: Collection[DeliveryState],
    before: tuple[datetime, UUID] | None = None,
    limit: int = PAGE,
) -> list[DeliveryCard]:
    """Return what was sent to an agency, newest first, from after the row `before` on.

    One statement a state, each along its index; their pages are merged.
    """
    rows = delivery_rows().filter(recipient_id=recipient_id)
    if before is not None:
        at, row_id = before
        rows = rows.filter(Q(admitted_at__lt=at) | Q(admitted_at=at, id__lt=row_id))
    ordered = rows.order_by("-admitted_at", "-id")
    pages = [ordered.filter(state=state)[:limit] for state in sorted(set(states))]
    merged = merge(*pages, key=lambda row: (row.admitted_at, row.id), reverse=True)
    return [card_of_delivery(row) for row in islice(merged, limit)]


# What still waits for a clerk, or came back: few, however much was ever received.
_COUNTED = (DeliveryState.SENT, DeliveryState.ARRIVED, DeliveryState.REFUSED)


def count_received(recipient_id: UUID) -> Mapping[DeliveryState, int]:
    """Return how many deliveries of an agency wait or were refused, by state. One statement.

    What is accepted grows for ever and is not counted.
    """
    rows = (
        Delivery.objects.filter(recipient_id=recipient_id, state__in=_COUNTED)
        .values_list("state")
        .annotate(count=Count("id"))
        .order_by()
    )
    return {DeliveryState(state): count for state, count in rows}


def delivery_rows() -> QuerySet[Delivery]:
    return Delivery.objects.select_related("sender", "dispatch", "paper")


def card_of_dispatch(row: Dispatch, *, is_repeat: bool = False) -> DispatchCard:
    return DispatchCard(
        id=row.id,
        version_id=row.version_id,
        sender_id=row.sender_id,
        sender_name=row.sender.name,
        kind=DispatchKind(row.kind),
        admitted_at=row.admitted_at,
        admitted_by=row.admitted_by,
        record_id=row.record_id,
        is_repeat=is_repeat,
    )


def card_of_delivery(row: Delivery) -> DeliveryCard:
    return _card(
        *(row.id, row.dispatch_id, row.version_id, row.sender_id, row.sender.name),
        *(row.recipient_id, row.recipient_name, row.role, row.state, row.state_since),
        *(row.pending_request, row.admitted_at, row.accept_by, row.dispatch.record_id),
        *_paper_of(row),
    )


def _paper_of(row: Delivery) -> tuple[Any, ...]:
    """The columns of its paper, in the order of `_PAPER`."""
    paper = getattr(row, "paper", None)
    return tuple(getattr(paper, name) for name in _PAPER) if paper else (None,) * len(_PAPER)


def in_order_of_names(cards: Iterable[DeliveryCard]) -> list[DeliveryCard]:
    """Return deliveries as people look for them: by the names of their recipients."""
    return sorted(cards, key=lambda card: (name_key(card.recipient_name), card.id))


# Of the paper beside it, in the order of the fields of its card; empty where none is owed.
_PAPER = tuple(field.name for field in fields(PaperCard))
# What a card is made of, in the order of `_card`.
_CARD = (
    *("id", "dispatch_id", "version_id", "sender_id", "sender__name"),
    *("recipient_id", "recipient_name", "role", "state", "state_since"),
    *("pending_request", "admitted_at", "accept_by", "dispatch__record_id"),
    *(f"paper__{name}" for name in _PAPER),
)


def _card(  # noqa: PLR0917  # the columns of one row
    delivery_id: UUID,
    dispatch_id: UUID,
    version_id: UUID,
    sender_id: UUID,
    sender_name: str,
    recipient_id: UUID,
    recipient_name: str,
    role: str,
    state: str,
    state_since: datetime | None,
    pending_request: UUID | None,
    admitted_at: datetime,
    accept_by: datetime,
    record_id: UUID,
    *paper: Any,
) -> DeliveryCard:
    return DeliveryCard(
        id=delivery_id,
        dispatch_id=dispatch_id,
        version_id=version_id,
        sender_id=sender_id,
        sender_name=sender_name,
        recipient_id=recipient_id,
        recipient_name=recipient_name,
        role=RecipientRole(role),
        state=DeliveryState(state),
        state_since=state_since or admitted_at,
        is_change_pending=pending_request is not None,
        admitted_at=admitted_at,
        accept_by=accept_by,
        dispatch_record_id=record_id,
        paper=_paper(*paper) if paper[0] else None,
    )


def _paper(state: str, due_on: date, policy_id: UUID, *marks: Any) -> PaperCard:
    sent_on, way, *rest = marks
    return PaperCard(
        PaperState(state), due_on, policy_id, sent_on, PaperWay(way) if way else None, *rest
    )
