"""Decisions about hooks without a database: addresses, pauses, and what a notification says."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from lienthong.hooks.errors import AddressShape
from lienthong.hooks.types import HookState, NewsKind, Outcome, Reply

# How long it is tried before a notification is given up.
GIVES_UP_AFTER = timedelta(days=3)
CHALLENGE_LASTS = timedelta(hours=1)
# A hook whose calls all failed for so long is paused.
FAILS_AT_MOST = timedelta(days=1)
MOST_HOOKS = 20
MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
_LONGEST_ADDRESS = 500
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=6)
_LONGEST_HOOK_PAUSE = timedelta(minutes=30)
_GROWTH = 4
_TLS_PORT, _FIRST_FREE_PORT = 443, 1024
# Kinds whose events also end a delivery.
_ENDING = frozenset({"02", "06", "15"})


def clean_address(text: str, *, networks: tuple[str, ...]) -> str:
    """Return an address as it is kept. Raises AddressShape.

    https; http too for a system that may call private networks, and then only there.
    """
    address = text.strip()
    try:
        parts = urlsplit(address)
        port = parts.port or _TLS_PORT
    except ValueError as error:
        raise AddressShape from error
    schemes = {"https", "http"} if networks else {"https"}
    is_well_formed = (
        parts.scheme in schemes
        and parts.hostname
        and "@" not in parts.netloc
        and not parts.fragment
        and (port == _TLS_PORT or port >= _FIRST_FREE_PORT)
        and len(address) <= _LONGEST_ADDRESS
        and address.isascii()
        and address.isprintable()
        and " " not in address
    )
    if not is_well_formed:
        raise AddressShape
    return address


def pause_after(attempts: int, *, jitter: float) -> timedelta:
    """Return how long a notification waits after so many failures: 30 s, 2 min, 8 min … 6 h.

    jitter: 0 to 1; spreads the pause by a fifth to both sides.
    """
    grown = _FIRST_PAUSE * float(_GROWTH ** min(attempts - 1, 8))
    return min(grown, _LONGEST_PAUSE) * (0.8 + 0.4 * jitter)


def hook_pause(failures: int, *, has_answered: bool, jitter: float) -> timedelta:
    """Return how long a hook is left alone after so many failures in a row.

    A machine that does not answer is asked less and less, up to half an hour; one that turns
    something down may want the next notification, so that is tried in a minute.
    """
    if has_answered:
        return timedelta(minutes=1) * (0.8 + 0.4 * jitter)
    return min(pause_after(failures, jitter=jitter), _LONGEST_HOOK_PAUSE)


def outcome_of(reply: Reply, *, challenge: str) -> Outcome:
    """Return what a reply means; challenge: the text that has to come back, "" for none."""
    if reply.outcome != Outcome.DELIVERED:
        return reply.outcome
    if not 200 <= reply.status < 300:
        return Outcome.TURNED_DOWN
    if challenge and not _echoes(reply.body, challenge):
        return Outcome.NOT_ECHOED
    return Outcome.DELIVERED


def _echoes(body: bytes, challenge: str) -> bool:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("challenge") == challenge


def is_told(state: HookState) -> bool:
    """Say whether news is written down for a hook: also while it is paused, for three days."""
    return state in {HookState.ACTIVE, HookState.PAUSED}


def ends_delivery(status: str) -> bool:
    """Say whether a status (02, 06, 15) is the last that comes by itself."""
    return status in _ENDING


def event_of(
    *,
    installation: str,
    notification_id: str,
    hook_id: str,
    kind: NewsKind,
    agency: str,
    subject_id: str,
    facts: Mapping[str, str],
    number: int,
    made_at: datetime,
) -> bytes:
    """Return a notification as a CloudEvent 1.0 in structured JSON.

    Says what happened and where to fetch it, never what is in it nor who did it. agency: a code.
    """
    data: dict[str, Any] = {"hook": hook_id, **facts}
    if kind != NewsKind.CHALLENGE:
        data |= {
            "agency": agency,
            "delivery": subject_id,
            "href": f"/api/v1/deliveries/{subject_id}",
        }
    event = {
        "specversion": "1.0",
        "id": notification_id,
        "source": f"urn:lienthong:{installation}",
        "type": f"lienthong.{kind}",
        "subject": subject_id,
        "time": made_at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "sequence": str(number),
        "datacontenttype": "application/json",
        "data": data,
    }
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
