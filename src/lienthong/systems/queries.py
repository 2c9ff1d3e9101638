"""Who is known, for whom it may act, and what became of its calls."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.systems import rules
from lienthong.systems.errors import UnknownRequest, UnknownSystem
from lienthong.systems.models import Failure, Grant, GrantRequest, Key, System
from lienthong.systems.types import (
    FailureCard,
    GrantCard,
    KeyCard,
    KeyKind,
    RequestCard,
    RequestState,
    SystemCard,
    SystemHere,
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


def request(request_id: UUID) -> RequestCard:
    """Return what an agency was asked. Raises UnknownRequest. Two statements."""
    found = _requests(GrantRequest.objects.filter(pk=request_id))
    if not found:
        raise UnknownRequest
    return found[0]


def requests_of_system(system_id: UUID) -> list[RequestCard]:
    """Return what agencies were asked for a system, the latest 100 first. Two statements."""
    return _requests(GrantRequest.objects.filter(system_id=system_id).order_by("-pk")[:100])


def requests_of_agencies(agency_ids: Collection[UUID]) -> list[RequestCard]:
    """Return what agencies were asked, the latest 100 first. Two statements."""
    rows = GrantRequest.objects.filter(agency_id__in=set(agency_ids)).order_by("-pk")
    return _requests(rows[:100])


def _requests(rows: "QuerySet[GrantRequest]") -> list[RequestCard]:
    found = list(rows.select_related("system", "asked_by", "decided_by"))
    agencies = directory.agencies(row.agency_id for row in found)
    return [
        RequestCard(
            id=row.pk,
            state=RequestState(row.state),
            system=system_card(row.system),
            agency_id=row.agency_id,
            agency_name=agencies[row.agency_id].name,
            agency_code=agencies[row.agency_id].code,
            asked_by=row.asked_by_id,
            asked_by_name=row.asked_by.name,
            asked_at=row.asked_at,
            decided_by_name=row.decided_by.name if row.decided_by else "",
            decided_at=row.decided_at,
            note=row.note,
        )
        for row in found
    ]


def systems_for(agency_id: UUID, *, now: datetime, since: date) -> list[SystemHere]:
    """Return the systems that act for an agency, or did since a day, with their keys.

    Those that still act first, then by name. Two statements.
    """
    last = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
    grants = Grant.objects.filter(last, agency_id=agency_id).select_related("system")
    rows = list(grants.order_by(F("valid_to").desc(nulls_first=True), "system__name")[:200])
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
