"""Identities that may be shown outside: unguessable, and sorted by their time of birth."""

import threading
import time
from os import urandom
from uuid import UUID

# Of a version 7 there are 74 random bits: 12 behind the version, 62 behind the variant.
_TAIL_BYTES, _STEP_BYTES = 10, 5
_lock = threading.Lock()
_last_moment, _last_tail = 0, 0


def uuid7() -> UUID:
    """Return a new UUID version 7 (RFC 9562, section 5.7): milliseconds, then random bits.

    Of two that one process makes, the later one is greater, also within a millisecond and when
    the clock is set back (section 6.2, method 2); so rows sort by their ids as they were written.
    """
    moment, tail = _next()
    value = moment << 80 | 0x7 << 76 | (tail >> 62) << 64 | 0x2 << 62 | tail & (1 << 62) - 1
    return UUID(int=value)


def _next() -> tuple[int, int]:
    """Return milliseconds and 74 bits; the step within a millisecond is random as well."""
    global _last_moment, _last_tail  # noqa: PLW0603  # one sequence a process is the point
    with _lock:
        moment = time.time_ns() // 1_000_000
        if moment > _last_moment:
            # 73 bits: the top one stays free, as room for the steps of this millisecond.
            _last_moment, _last_tail = moment, int.from_bytes(urandom(_TAIL_BYTES)) >> 7
        else:
            _last_tail += int.from_bytes(urandom(_STEP_BYTES)) + 1
        return _last_moment, _last_tail
