"""Who is known, for whom it may act, and what became of its calls."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.systems import rules
from lienthong.systems.errors import UnknownRequest, UnknownSystem
from lienthong.systems.models import Delegation, Failure, Grant, GrantRequest, Key, System
from lienthong.systems.types import (
    DelegationCard,
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
from lienthong.tables.places import place, places
from lienthong.tables.questions import question

# More agencies than a province has.
_MOST_GRANTS = 5_000
_SYSTEMS_A_PAGE = 50
# Of shared secrets that count at the same time: the present one, and those before it.
MOST_SECRETS = 5


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
    rows = _of_key_id.all(key_id=key_id)
    if not rows:
        return None
    granted = frozenset(
        agency_id
        for *_facts, agency_id, first, last in rows
        if agency_id is not None and first <= today and (last is None or last >= today)
    )
    facts = iter(rows[0])
    key = Key(**{name: next(facts) for name in _OF_KEY})
    system = System(**{name: next(facts) for name in _OF_SYSTEM})
    return Identity(
        key_card(key, now=now), key.public_pem, key.fingerprint, system_card(system), granted
    )


# What a card is made of; asked with every request, so no more than that.
_OF_KEY = (
    *("id", "key_id", "kind", "public_pem", "fingerprint"),
    *("valid_from", "valid_to", "revoked_at", "last_used_on"),
)
_OF_SYSTEM = (
    *("id", "slug", "name", "contact", "state", "networks", "certificates"),
    *("requests_a_minute", "bytes_a_minute", "created_at"),
)


@question
def _of_key_id() -> "QuerySet[Key, tuple[Any, ...]]":
    """A key with its system, a row for each grant that this ever had."""
    grants = [f"system__grants__{name}" for name in ("agency_id", "valid_from", "valid_to")]
    system = [f"system__{name}" for name in _OF_SYSTEM]
    rows = Key.objects.filter(key_id=place("key_id"))
    return rows.values_list(*_OF_KEY, *system, *grants)[:_MOST_GRANTS]


@dataclass(frozen=True, slots=True)
class Listener:
    """A system that fetches what concerns an agency over the interface of the axis."""

    system_id: UUID
    agency_id: UUID


@dataclass(frozen=True, slots=True)
class SharedIdentity:
    """A system that proves itself with a shared secret, and those that count now."""

    system: SystemCard
    keys: tuple[KeyCard, ...]
    sealed: tuple[bytes, ...]
    agency_ids: frozenset[UUID]


def identify_shared(name: str, *, now: datetime, today: date) -> SharedIdentity | None:
    """Return a system by its short name, whatever the case, with its shared secrets, newest first.

    None when there is no such system, or no secret of it counts. Three statements.
    """
    row = _of_slug.first(slug=name.strip().lower()[:40])
    keys = _secrets_of.all(system=row.pk, now=now) if row is not None else []
    if row is None or not keys:
        return None
    granted = frozenset(_granted_to.all(system=row.pk, today=today))
    return SharedIdentity(
        system_card(row),
        tuple(key_card(key, now=now) for key in keys),
        tuple(bytes(key.sealed) for key in keys),
        granted,
    )


def listeners(agency_ids: Collection[UUID], *, now: datetime, today: date) -> list[Listener]:
    """Return which systems with a shared secret act for these agencies today. One statement."""
    found = _listening.all(agencies=set(agency_ids), now=now, today=today)
    return [Listener(system_id, agency_id) for system_id, agency_id in found]


@question
def _of_slug() -> "QuerySet[System]":
    return System.objects.filter(slug=place("slug"))[:1]


@question
def _secrets_of() -> "QuerySet[Key]":
    kept = Key.objects.filter(system_id=place("system"), kind=KeyKind.SHARED, revoked_at=None)
    counting = kept.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=place("now")))
    begun = counting.filter(valid_from__lte=place("now"))
    return begun.order_by("-created_at", "-pk")[:MOST_SECRETS]


@question
def _granted_to() -> "QuerySet[Grant, UUID]":
    last = Q(valid_to__isnull=True) | Q(valid_to__gte=place("today"))
    grants = Grant.objects.filter(last, system_id=place("system"), valid_from__lte=place("today"))
    return grants.values_list("agency_id", flat=True)[:_MOST_GRANTS]


@question
def _listening() -> "QuerySet[Grant, tuple[UUID, UUID]]":
    last = Q(valid_to__isnull=True) | Q(valid_to__gte=place("today"))
    grants = Grant.objects.filter(
        last, agency_id__in=places("agencies", UUID), valid_from__lte=place("today")
    )
    secrets = Key.objects.filter(system=OuterRef("system"), kind=KeyKind.SHARED, revoked_at=None)
    counting = secrets.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=place("now")))
    heard = grants.filter(Exists(counting)).exclude(system__state=SystemState.CLOSED)
    return heard.order_by("system_id", "agency_id").values_list("system_id", "agency_id").distinct()


def delegations_of(system_id: UUID) -> list[DelegationCard]:
    """Return the codes that were delegated to a system, those that count first. One statement."""
    rows = Delegation.objects.filter(system_id=system_id)
    ordered = rows.order_by(F("ended_at").desc(nulls_first=True), "code")
    return [DelegationCard(row.code, row.given_at, row.ended_at) for row in ordered[:200]]


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
        certificates=tuple(row.certificates.split()),
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
