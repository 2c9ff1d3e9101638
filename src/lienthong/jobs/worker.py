"""The worker's loop: take turns, run what is due, wait, until it is told to stop."""

import logging
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Event
from uuid import uuid4

from django.db import Error, close_old_connections, connection

from lienthong.jobs.services import (
    End,
    NotRecorded,
    beat,
    end_beat,
    follow_clock,
    record_end,
    run_next,
    take_turns,
)
from lienthong.jobs.services.beat import EVERY
from lienthong.kernel import clock

logger = logging.getLogger(__name__)
# No schedule comes more often than each second; a busy worker need not look after each job.
BETWEEN_TURNS = timedelta(seconds=0.25)


class Worker:
    """Runs jobs one after the other; as many processes as wanted.

    stop: set it, and the worker ends after the job in hand. pause: seconds between looks when
    there is nothing to do, or when the database is away.
    """

    def __init__(self, *, stop: Event, queues: Collection[str] = (), pause: float = 0.5) -> None:
        self._stop = stop
        self._queues = queues
        self._pause = pause
        self._id = uuid4()
        self._seen_at: datetime | None = None
        self._turned_at: datetime | None = None
        # Ends that the database would not take. Until they are recorded, or their lease is over,
        # nobody does these jobs again: the ledger would stand still for ten minutes.
        self._left: list[End] = []

    def run(self) -> None:
        """Work until told to stop; a database that is away is waited for."""
        while not self._stop.is_set():
            try:
                worked = self._step()
            except Error:
                logger.exception("the database is away; trying again")
                connection.close()  # another one may find a server that takes writes by then
                worked = 0
            if not worked:
                self._stop.wait(self._pause)
        with suppress(Error):
            self._record_left()
            end_beat(self._id)

    def run_until_idle(self) -> int:
        """Work until nothing is due or it is told to stop; return how many jobs ran."""
        count = 0
        while not self._stop.is_set() and (ran := self._step()):
            count += ran
        end_beat(self._id)
        return count

    def _step(self) -> int:
        close_old_connections()
        self._beat(clock.now())
        self._take_turns(clock.now())
        self._record_left()
        try:
            return run_next(clock=clock.now, queues=self._queues)
        except NotRecorded as failed:
            self._left += failed.ends
            raise failed.__cause__ or failed from None

    def _record_left(self) -> None:
        while self._left:
            record_end(self._left[0], now=clock.now())
            del self._left[0]

    def _take_turns(self, now: datetime) -> None:
        # Also after the clock was set back.
        if self._turned_at is None or abs(now - self._turned_at) >= BETWEEN_TURNS:
            take_turns(now=now)
            self._turned_at = now

    def _beat(self, now: datetime) -> None:
        # Also after the clock was set back.
        if self._seen_at is None or abs(now - self._seen_at) >= EVERY:
            beat(self._id, now=now)
            follow_clock(now=now)
            self._seen_at = now
