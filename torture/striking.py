"""A load, and blows that fall on the installation while it goes on."""

import random
import time
from collections.abc import Callable

from torture import clock
from torture.harness import LEASE, Harness

# Seconds between two blows, and for which a process stands still, at least and at most.
_PAUSE, _STILL = (0.2, 1.2), (0.3, 4.0)


def clients() -> list[str]:
    from torture.load import LOOPS

    return list(LOOPS)


def under_load(
    harness: Harness,
    chance: random.Random,
    seconds: float,
    blow: Callable[[], object],
    *,
    through: str = "",
    at_last: Callable[[], object] = lambda: None,
) -> None:
    """Let the clients work and strike now and then; at last ease it, and let them finish."""
    from torture.load import Load

    under = Load(harness, chance, through=through)
    under.begin()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        harness.comes(lambda: False, within=chance.uniform(*_PAUSE))
        blow()
    at_last()
    under.end()


def stand_still(harness: Harness, chance: random.Random, name: str, *, past_leases: bool) -> None:
    """Let a process stop where it is, with all that it has in hand, and go on later.

    past_leases: so much later, by the installation's clock, that what it holds is free again.
    """
    with harness.family.still(name):
        if past_leases:
            clock.step(seconds=LEASE)
        harness.comes(lambda: False, within=chance.uniform(*_STILL))
