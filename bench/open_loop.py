"""Offered load: arrivals at fixed moments, whether or not the answers before them have come.

A closed loop waits for an answer before it asks again, so a server that stalls is asked less and
looks better than it is (coordinated omission). Here each time is counted from the moment at which
the document should have been sent: who is late because others are, is late.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Send = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One document: when it was due, begun and accepted; seconds since 1970."""

    number: int
    due: float
    begun: float
    accepted: float

    @property
    def took_ms(self) -> float:
        return (self.accepted - self.due) * 1000


async def offer(send: Send, *, rate: float, count: int) -> list[Arrival]:
    """Begin `count` sendings, `rate` a second, and return them all in their order."""
    start, origin = time.perf_counter() + 0.1, time.time() - time.perf_counter()

    async def one(number: int) -> Arrival:
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        begun = time.perf_counter()
        await send(number)
        return Arrival(number, origin + due, origin + begun, origin + time.perf_counter())

    return list(await asyncio.gather(*(one(number) for number in range(count))))
