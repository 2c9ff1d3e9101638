"""Papers beside deliveries that are not through: to be sent, and on their way (A5)."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from lienthong.directory import queries as directory
from lienthong.exchange.queries.deliveries import PAGE, card_of_delivery, delivery_rows
from lienthong.exchange.types import NO_PAPER_WANTED, DeliveryCard, PaperState

Place = tuple[date, UUID]


def papers_to_send(
    *, agency_id: UUID, after: Place | None = None, limit: int = PAGE
) -> list[DeliveryCard]:
    """Return what an agency owes paper of, the longest waiting first, from after a row on.

    after: day until which its paper was to go, and id of that row. Two statements, as below.
    """
    return _list({"paper__sender__in": _held(agency_id)}, PaperState.OWED, after, limit)


def papers_on_their_way(
    *, agency_id: UUID, after: Place | None = None, limit: int = PAGE
) -> list[DeliveryCard]:
    """Return what an agency sent paper of that has not come; only to who marks it here."""
    wanted = {"paper__sender__in": _held(agency_id), "arrived_at_once": True}
    return _list(wanted, PaperState.SENT, after, limit)


def papers_to_come(
    *, agency_id: UUID, after: Place | None = None, limit: int = PAGE
) -> list[DeliveryCard]:
    """Return what an agency has of which the paper is on its way to it."""
    return _list({"paper__recipient__in": _held(agency_id)}, PaperState.SENT, after, limit)


def papers_of_dispatch(dispatch_id: UUID) -> list[DeliveryCard]:
    """Return the deliveries of a sending beside which paper goes, by id. One statement."""
    rows = delivery_rows().filter(dispatch_id=dispatch_id, paper__isnull=False)
    return [card_of_delivery(row) for row in rows.order_by("id")]


def _held(agency_id: UUID) -> list[UUID]:
    return directory.with_inherited(agency_id)


def _list(
    wanted: dict[str, object], state: PaperState, after: Place | None, limit: int
) -> list[DeliveryCard]:
    rows = delivery_rows().filter(paper__state=state, **wanted)
    rows = rows.exclude(state__in=NO_PAPER_WANTED)
    if after is not None:
        day, row_id = after
        later = Q(paper__due_on=day, pk__gt=row_id) | Q(paper__due_on__gt=day)
        rows = rows.filter(later)
    return [card_of_delivery(row) for row in rows.order_by("paper__due_on", "pk")[:limit]]
