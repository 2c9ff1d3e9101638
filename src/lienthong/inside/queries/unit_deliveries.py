"""Documents at the units of an agency: of one document, of one unit, of all."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import UnitCard
from lienthong.documents import queries as documents
from lienthong.documents.types import RecipientRole
from lienthong.inside.errors import UnitDeliveryNotFound
from lienthong.inside.models import UnitDelivery
from lienthong.inside.types import UnitDeliveryCard, UnitDeliveryRow, UnitDeliveryState

PAGE = 50
Place = tuple[datetime, UUID]


def of_version(version_id: UUID, *, agency_id: UUID, on: date) -> list[UnitDeliveryCard]:
    """Return what the units of an agency have of a document, in the order given. One statement.

    on: today, by which something is late.
    """
    rows = UnitDelivery.objects.filter(version_id=version_id, agency_id=agency_id)
    return _cards(rows.order_by("given_at", "pk"), on)


def unit_delivery(unit_delivery_id: UUID, *, agency_id: UUID, on: date) -> UnitDeliveryCard:
    """Return one, of this agency. Raises UnitDeliveryNotFound. One statement."""
    found = _cards(UnitDelivery.objects.filter(pk=unit_delivery_id, agency_id=agency_id), on)
    if not found:
        raise UnitDeliveryNotFound()
    return found[0]


def unit_deliveries(
    *,
    agency_id: UUID,
    unit_id: UUID | None,
    is_open: bool,
    on: date,
    after: Place | None = None,
    limit: int = PAGE,
) -> list[UnitDeliveryRow]:
    """Return what a unit was given, or every unit of the agency (None), the latest first.

    is_open: what waits; else what ended. after: moment and id of the last row that was shown. Two
    statements.
    """
    rows = UnitDelivery.objects.filter(agency_id=agency_id)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    waiting = Q(state=UnitDeliveryState.WAITING)
    rows = rows.filter(waiting if is_open else ~waiting)
    if after is not None:
        moment, row_id = after
        rows = rows.filter(Q(given_at__lt=moment) | Q(given_at=moment, pk__lt=row_id))
    cards = _cards(rows.order_by("-given_at", "-pk")[:limit], on)
    versions = documents.version_cards({card.version_id for card in cards})
    return [UnitDeliveryRow(card, versions[card.version_id]) for card in cards]


def at_units(version: str) -> Exists:
    """Return the expression of whether some unit has a version. version: as rows name theirs."""
    rows = UnitDelivery.objects.filter(version_id=OuterRef(version))
    return Exists(rows.exclude(state=UnitDeliveryState.WITHDRAWN))


def units_without(version_id: UUID, *, agency_id: UUID, on: date) -> list[UnitCard]:
    """Return the units of an agency that were not given a document yet. Two statements."""
    rows = UnitDelivery.objects.filter(version_id=version_id)
    standing = rows.exclude(state=UnitDeliveryState.WITHDRAWN)
    given = set(standing.values_list("unit_id", flat=True))
    return [unit for unit in directory.units_of(agency_id, on=on) if unit.id not in given]


def _cards(rows: "QuerySet[UnitDelivery]", on: date) -> list[UnitDeliveryCard]:
    return [_card(row, on) for row in rows.select_related("unit")]


def _card(row: UnitDelivery, on: date) -> UnitDeliveryCard:
    state = UnitDeliveryState(row.state)
    is_open = state == UnitDeliveryState.WAITING
    return UnitDeliveryCard(
        id=row.pk,
        agency_id=row.agency_id,
        version_id=row.version_id,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        role=RecipientRole(row.role),
        due_on=row.due_on,
        state=state,
        given_at=row.given_at,
        given_by=row.given_by,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        note=row.note,
        is_late=is_open and row.due_on is not None and row.due_on < on,
    )
