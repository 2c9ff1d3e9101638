"""The worker's loop: take turns, run what is due, wait, until it is told to stop."""

import logging
from collections.abc import Collection
from threading import Event

from django.db import Error, close_old_connections

from lienthong.jobs.services import run_next, take_turns
from lienthong.kernel import clock

logger = logging.getLogger(__name__)


class Worker:
    """Runs jobs one after the other; as many processes as wanted (on SQLite one).

    stop: set it, and the worker ends after the job in hand. pause: seconds between looks when
    there is nothing to do, or when the database is away.
    """

    def __init__(self, *, stop: Event, queues: Collection[str] = (), pause: float = 0.5) -> None:
        self._stop = stop
        self._queues = queues
        self._pause = pause

    def run(self) -> None:
        """Work until told to stop; a database that is away is waited for."""
        while not self._stop.is_set():
            try:
                worked = self._step()
            except Error:
                logger.exception("the database is away; trying again")
                worked = False
            if not worked:
                self._stop.wait(self._pause)

    def run_until_idle(self) -> int:
        """Work until nothing is due or it is told to stop; return how many jobs ran."""
        count = 0
        while not self._stop.is_set() and self._step():
            count += 1
        return count

    def _step(self) -> bool:
        close_old_connections()
        take_turns(now=clock.now())
        return run_next(clock=clock.now, queues=self._queues)
