"""Who calls: a key or a name, its system, and the agencies that it may act for on that day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.systems.models import Grant, Key, System
from lienthong.systems.queries.cards import MOST_GRANTS, key_card, system_card
from lienthong.systems.types import KeyCard, KeyKind, SystemCard, SystemState
from lienthong.tables.places import place, places
from lienthong.tables.questions import question

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
    return rows.values_list(*_OF_KEY, *system, *grants)[:MOST_GRANTS]


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
    return grants.values_list("agency_id", flat=True)[:MOST_GRANTS]


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
