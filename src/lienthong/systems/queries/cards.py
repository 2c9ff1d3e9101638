"""A system and a key as plain values, for the other questions."""

from datetime import datetime

from lienthong.systems import rules
from lienthong.systems.models import Key, System
from lienthong.systems.types import KeyCard, KeyKind, SystemCard, SystemState

# More agencies than a province has.
MOST_GRANTS = 5_000


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
