"""Callers who wait for something to come hold no thread and no connection to the database."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lienthong.config.serving.bridge import Answer

PARK = "lienthong-park"
# How many one process lets wait; whoever comes then is answered at once and asks again.
MOST = 2_000
_log = logging.getLogger(__name__)
Ask = Callable[[Collection[UUID]], Mapping[UUID, int]]


@dataclass(frozen=True, slots=True)
class Parked:
    """What an answer says about waiting: for which agency, after which place, how many seconds."""

    agency_id: UUID
    after: int
    seconds: float


def read_park(answer: Answer) -> Parked | None:
    """Return how its caller wants to wait, and take the field away: it is not for outside."""
    kept = [(name, value) for name, value in answer.headers if name != PARK]
    said = next((value for name, value in answer.headers if name == PARK), None)
    answer.headers = kept
    if said is None:
        return None
    agency_id, after, seconds = said.split(" ")
    return Parked(UUID(agency_id), int(after), float(seconds))


class WaitingRoom:
    """All who wait in one process; every `pause` seconds one question is asked for all of them.

    ask: the newest place at each of these agencies; runs in a thread of `pool`.
    """

    def __init__(self, ask: Ask, pool: Executor, *, pause: float = 0.25) -> None:
        self._ask, self._pool, self._pause = ask, pool, pause
        self._waiting: dict[asyncio.Future[bool], Parked] = {}
        self._looking: asyncio.Task[None] | None = None
        self._is_closed = False

    async def wait(self, parked: Parked, *, unless: "asyncio.Future[Any]") -> bool:
        """Return True when something came for this agency, False when time is up or it is over.

        unless: done when the caller has gone.
        """
        if self._is_closed or len(self._waiting) >= MOST:
            return False
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting[told] = parked
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            await asyncio.wait(
                [told, unless], timeout=parked.seconds, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            del self._waiting[told]
        return told.done() and told.result()

    def close(self) -> None:
        """Let nobody wait any longer."""
        self._is_closed = True
        for told in self._waiting:
            if not told.done():
                told.set_result(False)

    async def _look(self) -> None:
        """Ask for all until nobody waits; a database that is away is asked again later."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            await asyncio.sleep(self._pause)
            agencies = {one.agency_id for one in self._waiting.values()}
            try:
                newest = await loop.run_in_executor(self._pool, self._ask, agencies)
            except Exception:
                _log.exception("nobody could be told what arrived")
                await asyncio.sleep(1)
                continue
            self._tell(newest)

    def _tell(self, newest: Mapping[UUID, int]) -> None:
        """Tell those whose own place is passed: of one agency's systems one may be further."""
        for told, parked in self._waiting.items():
            if newest.get(parked.agency_id, 0) > parked.after and not told.done():
                told.set_result(True)
