"""Runs of the lab: against its own axis, good or bad, and against whatever has an address."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from lienthong.lab.adapters.door import AxisServer
from lienthong.lab.adapters.wire import HttpWire
from lienthong.lab.rules.book_of import book
from lienthong.lab.rules.letters import Maker
from lienthong.lab.services.axis import Axis
from lienthong.lab.services.play import Run
from lienthong.lab.services.run_server import run_server
from lienthong.lab.types import Direction, Fault, Outcome, Pace, Party, Result, Terms

SENDER, FIRST, SECOND = (
    Party(f"H19.{number}", f"phan-mem.{number}", f"bi-mat-{number}", f"Sở {number}")
    for number in (1, 2, 3)
)
LIMIT = 12  # lines of a list: a thousand would be the same
TERMS = Terms(large_bytes=1_500_000, list_limit=LIMIT, is_long=True)


def now() -> datetime:
    return datetime.now(UTC)


def a_pace(**changes: Any) -> Pace:
    """Nobody waits in vain: what has to come is there at once."""
    told = {"patience": 0.0, "settle": 0.0, **changes}
    return Pace(now, time.sleep, time.monotonic, **told)


@contextmanager
def an_axis(*faults: Fault, **facts: Any) -> Iterator[tuple[Axis, str]]:
    """The lab's axis on a port of this machine, and its address."""
    told = {"now": now, "faults": faults, "list_limit": LIMIT, **facts}
    axis = Axis((SENDER, FIRST, SECOND), **told)
    server = AxisServer(axis.answer, host="127.0.0.1", port=0, page=lambda: b"{}")
    try:
        yield axis, f"http://127.0.0.1:{server.port}/vxp"
    finally:
        server.close()


def played(
    address: str, *, parties: Collection[Party] = (SENDER, FIRST, SECOND), **facts: Any
) -> list[Result]:
    """Play the whole book, or `scenarios` of it, with the server at an address."""
    sender, *peers = parties
    scenarios = facts.pop("scenarios", book(Direction.SERVER))
    told = {"pace": a_pace(), "terms": TERMS, **facts}
    run = Run(
        HttpWire(address, timeout=60), maker=Maker(now()), sender=sender, peers=tuple(peers), **told
    )
    return run_server(scenarios, run, tell=lambda _result: None)


def failed(results: list[Result]) -> set[str]:
    return {one.scenario.id for one in results if one.outcome is Outcome.FAILED}
