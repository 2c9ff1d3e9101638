"""The worker's loop: take turns, run what is due, wait, until it is told to stop."""

import logging
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from threading import Event
from uuid import uuid4

from django.db import Error, close_old_connections

from lienthong.jobs.services import beat, end_beat, follow_clock, run_next, take_turns
from lienthong.jobs.services.beat import EVERY
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
        self._id = uuid4()
        self._seen_at: datetime | None = None

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
        with suppress(Error):
            end_beat(self._id)

    def run_until_idle(self) -> int:
        """Work until nothing is due or it is told to stop; return how many jobs ran."""
        count = 0
        while not self._stop.is_set() and self._step():
            count += 1
        end_beat(self._id)
        return count

    def _step(self) -> bool:
        close_old_connections()
        self._beat(clock.now())
        take_turns(now=clock.now())
        return run_next(clock=clock.now, queues=self._queues)

    def _beat(self, now: datetime) -> None:
        # Also after the clock was set back.
        if self._seen_at is None or abs(now - self._seen_at) >= EVERY:
            beat(self._id, now=now)
            follow_clock(now=now)
            self._seen_at = now
