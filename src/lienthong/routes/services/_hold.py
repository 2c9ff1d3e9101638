"""The hold of a worker on a route: how long its turn is, and that nobody else works on it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lienthong.routes.models import Route

# Longer than one thing ever takes; what a killed worker left is due again after it.
LEASE = timedelta(minutes=30)
# Seconds after which a turn begins nothing new, so that the worker's other jobs have their turn.
LONGEST = 10.0


class Lost(Exception):
    """Another worker has the route, or an operator took it out of use."""


@dataclass(frozen=True, slots=True)
class Hold:
    """ends: when nothing new is begun (time.monotonic)."""

    row: Route
    ends: float
    clock: Callable[[], datetime]

    @classmethod
    def begin(cls, row: Route, clock: Callable[[], datetime]) -> "Hold":
        """Begin the time of a turn."""
        return cls(row, time.monotonic() + LONGEST, clock)

    def half(self) -> "Hold":
        """Return the same for half of the time that is left."""
        now = time.monotonic()
        return replace(self, ends=now + max(0.0, self.ends - now) / 2)

    def goes_on(self) -> bool:
        """Hold the route for one thing more; False when the time is over. Raises Lost."""
        if time.monotonic() > self.ends:
            return False
        self.renew()
        return True

    def renew(self) -> None:
        """Move the end of the lease. Raises Lost. One statement."""
        mine = Route.objects.filter(pk=self.row.pk, token=self.row.token)
        if not mine.update(due_at=self.clock() + LEASE):
            raise Lost
