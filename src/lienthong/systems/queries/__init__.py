"""Who is known, for whom it may act, and what became of its calls."""

from lienthong.systems.queries.cards import key_card, system_card
from lienthong.systems.queries.door import (
    MOST_SECRETS,
    Identity,
    Listener,
    SharedIdentity,
    identify,
    identify_shared,
    listeners,
)
from lienthong.systems.queries.lists import (
    acting_today,
    calls_for,
    delegations_of,
    failures_of,
    grants_of,
    keys_of,
    system,
    systems,
    systems_by_id,
    systems_for,
)
from lienthong.systems.queries.requests import request, requests_of_agencies, requests_of_system

__all__ = [
    "MOST_SECRETS",
    "Identity",
    "Listener",
    "SharedIdentity",
    "acting_today",
    "calls_for",
    "delegations_of",
    "failures_of",
    "grants_of",
    "identify",
    "identify_shared",
    "key_card",
    "keys_of",
    "listeners",
    "request",
    "requests_of_agencies",
    "requests_of_system",
    "system",
    "system_card",
    "systems",
    "systems_by_id",
    "systems_for",
]
