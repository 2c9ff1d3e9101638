"""Who is known, for whom it may act, and what became of its calls."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F

from lienthong.directory import queries as directory
from lienthong.systems import rules
from lienthong.systems.errors import UnknownSystem
from lienthong.systems.models import Failure, Grant, Key, System
from lienthong.systems.types import (
    FailureCard,
    GrantCard,
    KeyCard,
    KeyKind,
    SystemCard,
    SystemState,
)

# More agencies than a province has.
_MOST_GRANTS = 5_000
_SYSTEMS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of the key that a caller names, and of its system."""

    key: KeyCard
    public_pem: str
    fingerprint: str
    system: SystemCard
    agency_ids: frozenset[UUID]


def identify(key_id: str, *, now: datetime, today: date) -> Identity | None:
    """Return the key of an id with its system and the agencies of that day. One statement."""
    rows = list(
        Key.objects.filter(key_id=key_id)
        .select_related("system")
        .annotate(
            grant_agency=F("system__grants__agency_id"),
            grant_from=F("system__grants__valid_from"),
            grant_to=F("system__grants__valid_to"),
        )[:_MOST_GRANTS]
    )
    if not rows:
        return None
    granted = frozenset(
        row.grant_agency
        for row in rows
        if row.grant_agency is not None
        and row.grant_from <= today
        and (row.grant_to is None or row.grant_to >= today)
    )
    key = rows[0]
    return Identity(
        key_card(key, now=now), key.public_pem, key.fingerprint, system_card(key.system), granted
    )


def system_card(row: System) -> SystemCard:
    """Return a system as plain values. No statement."""
    return SystemCard(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        contact=row.contact,
        state=SystemState(row.state),
        networks=tuple(row.networks.split()),
        requests_a_minute=row.requests_a_minute,
        bytes_a_minute=row.bytes_a_minute,
        created_at=row.created_at,
    )


def key_card(row: Key, *, now: datetime) -> KeyCard:
    """Return a key as plain values, as it stands at a moment. No statement."""
    state = rules.state_of_key(
        valid_from=row.valid_from, valid_to=row.valid_to, revoked_at=row.revoked_at, now=now
    )
    return KeyCard(
        id=row.pk,
        key_id=row.key_id,
        kind=KeyKind(row.kind),
        state=state,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        last_used_on=row.last_used_on,
    )


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


def keys_of(system_id: UUID, *, now: datetime) -> list[KeyCard]:
    """Return the latest 100 keys of a system, the newest first. One statement."""
    rows = Key.objects.filter(system_id=system_id).order_by("-created_at", "-pk")
    return [key_card(row, now=now) for row in rows[:100]]


def grants_of(system_id: UUID) -> list[GrantCard]:
    """Return for whom a system may act or could, by the agency's name. Two statements."""
    rows = list(Grant.objects.filter(system_id=system_id).order_by("valid_from")[:_MOST_GRANTS])
    agencies = directory.agencies(row.agency_id for row in rows)
    found = [
        GrantCard(card.id, card.name, card.code, row.valid_from, row.valid_to)
        for row in rows
        if (card := agencies.get(row.agency_id)) is not None
    ]
    return sorted(found, key=lambda grant: (grant.agency_name, grant.valid_from))


def failures_of(system_id: UUID) -> list[FailureCard]:
    """Return why calls of a system were turned down, the latest first. One statement."""
    rows = Failure.objects.filter(system_id=system_id).order_by("-last_at")
    return [FailureCard(row.code, row.address, row.count, row.last_at) for row in rows[:50]]
