"""The systems, their keys, the agencies that they act for, and the calls turned down."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max, Q

from lienthong.directory import queries as directory
from lienthong.kernel.sorting import name_key
from lienthong.systems.errors import UnknownSystem
from lienthong.systems.models import Delegation, Failure, Grant, Key, System
from lienthong.systems.queries.cards import MOST_GRANTS, key_card, system_card
from lienthong.systems.types import (
    DelegationCard,
    FailureCard,
    GrantCard,
    KeyCard,
    SystemCard,
    SystemHere,
    SystemState,
)
from lienthong.tables.names import by_name

_SYSTEMS_A_PAGE = 50


def systems(*, after: str = "", limit: int = _SYSTEMS_A_PAGE) -> list[SystemCard]:
    """Return systems by their short names, those after one; closed ones too. One statement."""
    rows = System.objects.filter(slug__gt=after).order_by("slug")
    return [system_card(row) for row in rows[:limit]]


def system(slug: str) -> SystemCard:
    """Return one system by its short name. Raises UnknownSystem. One statement."""
    row = System.objects.filter(slug=slug.strip().lower()).first()
    if row is None:
        raise UnknownSystem(system=slug[:60])
    return system_card(row)


def systems_by_id(system_ids: Collection[UUID]) -> dict[UUID, SystemCard]:
    """Return these systems by id. One statement."""
    return {row.pk: system_card(row) for row in System.objects.filter(pk__in=set(system_ids))}


def acting_today(system_ids: Collection[UUID], *, today: date) -> set[tuple[UUID, UUID]]:
    """Return the (system, agency) for which these open systems may act on a day.

    One statement, none without systems.
    """
    if not system_ids:
        return set()
    last = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    rows = Grant.objects.filter(last, system_id__in=set(system_ids), valid_from__lte=today)
    return set(rows.exclude(system__state=SystemState.CLOSED).values_list("system_id", "agency_id"))


def calls_for(agency_ids: Collection[UUID], *, today: date) -> dict[UUID, date | None]:
    """Return agency → last day on which a system that may act for it today called; None: never.

    Agencies for which no system acts are absent. One statement.
    """
    last = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    rows = Grant.objects.filter(last, agency_id__in=set(agency_ids), valid_from__lte=today)
    used = rows.exclude(system__state=SystemState.CLOSED).values("agency_id")
    called = used.annotate(called=Max("system__keys__last_used_on"))
    return dict(called.values_list("agency_id", "called"))


def keys_of(system_id: UUID, *, now: datetime) -> list[KeyCard]:
    """Return the latest 100 keys of a system, the newest first. One statement."""
    rows = Key.objects.filter(system_id=system_id).order_by("-created_at", "-pk")
    return [key_card(row, now=now) for row in rows[:100]]


def grants_of(system_id: UUID) -> list[GrantCard]:
    """Return for whom a system may act or could, by the agency's name. Two statements."""
    rows = list(Grant.objects.filter(system_id=system_id).order_by("valid_from")[:MOST_GRANTS])
    agencies = directory.agencies(row.agency_id for row in rows)
    found = [
        GrantCard(card.id, card.name, card.code, row.valid_from, row.valid_to)
        for row in rows
        if (card := agencies.get(row.agency_id)) is not None
    ]
    return sorted(found, key=lambda grant: (name_key(grant.agency_name), grant.valid_from))


def delegations_of(system_id: UUID) -> list[DelegationCard]:
    """Return the codes that were delegated to a system, those that count first. One statement."""
    rows = Delegation.objects.filter(system_id=system_id)
    ordered = rows.order_by(F("ended_at").desc(nulls_first=True), "code")
    return [DelegationCard(row.code, row.given_at, row.ended_at) for row in ordered[:200]]


def systems_for(agency_id: UUID, *, now: datetime, since: date) -> list[SystemHere]:
    """Return the systems that act for an agency, or did since a day, with their keys.

    Those that still act first, then by name. Two statements.
    """
    last = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
    grants = Grant.objects.filter(last, agency_id=agency_id).select_related("system")
    rows = list(
        grants.order_by(F("valid_to").desc(nulls_first=True), by_name("system__name"))[:200]
    )
    keys: dict[UUID, list[KeyCard]] = {}
    named = Key.objects.filter(system_id__in={row.system_id for row in rows}, revoked_at=None)
    for key in named.order_by("-created_at", "-pk")[:1_000]:
        keys.setdefault(key.system_id, []).append(key_card(key, now=now))
    return [
        SystemHere(
            system_card(row.system),
            row.valid_from,
            row.valid_to,
            tuple(keys.get(row.system_id, [])),
        )
        for row in rows
    ]


def failures_of(system_id: UUID) -> list[FailureCard]:
    """Return why calls of a system were turned down, the latest first. One statement."""
    rows = Failure.objects.filter(system_id=system_id).order_by("-last_at")
    return [FailureCard(row.code, row.address, row.count, row.last_at) for row in rows[:50]]
