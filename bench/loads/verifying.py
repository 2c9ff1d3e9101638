"""Row g: how fast the signatures of what was sent are verified in the background, and its price."""

import asyncio
import time
from contextlib import ExitStack
from typing import Any

from bench.installations import Installation
from bench.loads.offered import offered
from bench.roads.api import ApiRoad

WORKERS = 2  # as many processes as pyHanko alone has
PATIENCE = 120.0  # seconds that the workers have for their start and what waits before


def verified_a_second(installation: Installation, *, seconds: float) -> float:
    """Let the workers verify what earlier loads left to them for so long, and return their rate.

    From the first go of this time to the last: the start of a process is not counted.
    """
    before = installation.lines("bench.verdicts")[0]["count"]
    with ExitStack() as stack:
        for _worker in range(WORKERS):
            stack.enter_context(installation.working())
        _wait_for_a_verdict(installation, before)
        time.sleep(seconds)
    after = installation.lines("bench.verdicts", before)[0]
    took = after["last"] - after["first"]
    return round(after["later"] / took, 1) if took else 0.0


def _wait_for_a_verdict(installation: Installation, before: int) -> None:
    until = time.monotonic() + PATIENCE
    while installation.lines("bench.verdicts")[0]["count"] <= before:
        if time.monotonic() > until:
            raise RuntimeError("the workers verify nothing")


async def verifying(installation: Installation, road: ApiRoad, *, seconds: float) -> dict[str, Any]:
    """Return the rate, and the offered load while one worker verifies beside it."""
    rate = await asyncio.to_thread(verified_a_second, installation, seconds=seconds)
    with installation.working():
        return {"verified_a_second": rate, "offered": await offered(road, seconds=seconds)}
