"""Decisions about callers without a database: clock, networks, rates, keys."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_network

from lienthong.systems.errors import (
    CertificateShape,
    LimitShape,
    NetworkShape,
    SecretShape,
    SlugShape,
)
from lienthong.systems.types import ANYWHERE, KeyState

# A clock may be wrong by this much, and a signed request may be as old.
CLOCK_WINDOW = timedelta(minutes=5)
LONGEST_TRIAL = timedelta(days=90)
ANSWERS_KEPT = timedelta(days=400)
# Longer than requests work, but for slow uploads; then another one may do what the first left
# undone. An upload that is done twice leaves one that nobody submits, and that goes by itself.
CLAIM_LEASE = timedelta(minutes=2)
_SLUG = re.compile(r"[a-z0-9][a-z0-9.-]{0,38}[a-z0-9]", re.ASCII)
_NONCE = re.compile(r"[\x21-\x7e]{8,100}", re.ASCII)
_SECRET = re.compile(r"[\x21-\x7e]{16,200}", re.ASCII)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def clean_slug(text: str) -> str:
    """Return the name of a system as it is kept. Raises SlugShape."""
    slug = text.strip().lower()
    if not _SLUG.fullmatch(slug):
        raise SlugShape(slug=text[:60])
    return slug


def clean_networks(texts: Iterable[str]) -> tuple[str, ...]:
    """Return networks as they are kept: in CIDR, each once, or "any" alone. Raises NetworkShape."""
    said = [text.strip() for text in texts if text.strip()]
    if said == [ANYWHERE]:
        return (ANYWHERE,)
    return tuple(dict.fromkeys(_network(text) for text in said))


def _network(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError as error:
        raise NetworkShape(network=text[:60]) from error


def clean_secret(text: str) -> str:
    """Return a shared secret that somebody brought. Raises SecretShape."""
    secret = text.strip()
    if not _SECRET.fullmatch(secret):
        raise SecretShape
    return secret


def clean_certificates(texts: Iterable[str]) -> tuple[str, ...]:
    """Return SHA-256 digests as they are kept, each once. Raises CertificateShape."""
    said = [text.strip().replace(":", "").lower() for text in texts if text.strip()]
    odd = next((text for text in said if not _FINGERPRINT.fullmatch(text)), None)
    if odd is not None:
        raise CertificateShape(certificate=odd[:80])
    return tuple(dict.fromkeys(said))


def check_limits(*, requests_a_minute: int, bytes_a_minute: int) -> None:
    """Raises LimitShape for rates that no system can live with, or none needs."""
    if not (1 <= requests_a_minute <= 1_000_000 and 10**6 <= bytes_a_minute <= 1024**4):
        raise LimitShape


def is_inside(address: IPv4Address | IPv6Address | None, networks: Iterable[str]) -> bool:
    """Return whether a call may come from there; from nowhere when nothing was said."""
    said = tuple(networks)
    if said == (ANYWHERE,):
        return True
    return address is not None and any(address in ip_network(network) for network in said)


def is_bound(networks: Iterable[str], certificates: Iterable[str]) -> bool:
    """Return whether something but a secret says who calls: networks of its own, or certificates.

    The interface of the axis signs neither the address nor the moment of a call, so a secret alone
    would let whoever has overheard one call repeat it from anywhere. `0.0.0.0/0` and `::/0` are all
    of the world too.
    """
    own = [not is_everything(one) for one in networks]
    return bool(tuple(certificates)) or (bool(own) and all(own))


def is_everything(network: str) -> bool:
    """Return whether a network, as it is kept, is all of the world."""
    return network == ANYWHERE or ip_network(network).prefixlen == 0


def is_in_time(*, created: datetime, expires: datetime | None, now: datetime) -> bool:
    """Return whether a signature counts now: made within 5 minutes of our clock, and not over."""
    return abs(now - created) <= CLOCK_WINDOW and (expires is None or expires > now)


def needs_nonce(method: str) -> bool:
    """Return whether a request may be done only once: all but reading (RFC 9110, 9.2.1)."""
    return method.upper() not in _SAFE


def is_nonce(text: str) -> bool:
    """Return whether a nonce is long enough to be met once, and short enough to be kept."""
    return _NONCE.fullmatch(text) is not None


def state_of_key(
    *, valid_from: datetime, valid_to: datetime | None, revoked_at: datetime | None, now: datetime
) -> KeyState:
    """Return where a key stands at a moment."""
    if revoked_at is not None:
        return KeyState.REVOKED
    if now < valid_from:
        return KeyState.NOT_YET
    if valid_to is not None and now >= valid_to:
        return KeyState.ENDED
    return KeyState.USABLE


@dataclass(slots=True)
class Bucket:
    """What one system may still ask for: fills evenly, holds one minute's worth.

    A request larger than the whole bucket passes when the bucket is full, and is paid for after.
    """

    a_minute: float
    left: float = field(init=False)
    filled_at: datetime | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.left = self.a_minute

    def wait(self, amount: float, *, now: datetime) -> float:
        """Return the seconds until this much may be taken; 0 when it may be taken now."""
        if self.filled_at is not None:
            passed = max(0.0, (now - self.filled_at).total_seconds())
            self.left = min(self.a_minute, self.left + passed * self.a_minute / 60)
        self.filled_at = now
        return max(0.0, (min(amount, self.a_minute) - self.left) * 60 / self.a_minute)

    def take(self, amount: float) -> None:
        self.left -= amount
