"""How much each system asks of this process, kept in memory: reading writes nothing.

A decision (docs/decisions) says why: with several processes each gives out its share.
"""

import math
import threading
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from lienthong.systems.errors import RateLimited
from lienthong.systems.rules import Bucket
from lienthong.systems.types import SystemCard

_lock = threading.Lock()
_buckets: dict[tuple[UUID, str], Bucket] = {}
_noted: dict[tuple[UUID, str], datetime] = {}
_NOTED_AGAIN = timedelta(minutes=1)


def spend(system: SystemCard, *, size: int, now: datetime) -> None:
    """Take one request of `size` bytes out of what a system may ask for. Raises RateLimited.

    Only known systems have buckets, so there are never more than two for each.
    """
    shares = settings.LIENTHONG_RATE_SHARES
    with _lock:
        requests = _bucket(system, "requests", system.requests_a_minute / shares)
        bytes_ = _bucket(system, "bytes", system.bytes_a_minute / shares)
        wait = max(requests.wait(1, now=now), bytes_.wait(size, now=now))
        if not wait:
            requests.take(1)
            bytes_.take(size)
            return
    raise RateLimited(
        system=system.name,
        requests=system.requests_a_minute,
        bytes=system.bytes_a_minute,
        retry_after=math.ceil(wait),
    )


def _bucket(system: SystemCard, what: str, a_minute: float) -> Bucket:
    """The bucket of a system; a changed limit starts with a full one."""
    bucket = _buckets.get((system.id, what))
    if bucket is None or bucket.a_minute != a_minute:
        bucket = _buckets[system.id, what] = Bucket(a_minute)
    return bucket


def is_to_be_noted(system_id: UUID, code: str, *, now: datetime) -> bool:
    """Return whether a failure is counted: once a minute for each reason, so that no storm of bad
    calls becomes a storm of writes.
    """
    with _lock:
        last = _noted.get((system_id, code))
        if last is not None and abs(now - last) < _NOTED_AGAIN:  # also after the clock was set back
            return False
        _noted[system_id, code] = now
    return True


def start_anew() -> None:
    """Forget what was asked so far, as a new process does."""
    with _lock:
        _buckets.clear()
        _noted.clear()
