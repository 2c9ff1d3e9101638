"""All loads of a run in their order, for our installations and for the peer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from bench.disks import SLOW_MS
from bench.installations import Installation
from bench.loads.fetching import circle, fetching
from bench.loads.full_mailbox import full_mailbox
from bench.loads.gigabyte import gigabyte
from bench.loads.offered import offered
from bench.loads.sending import Outcome, sending
from bench.loads.steps import steps
from bench.loads.stocked import stocked
from bench.loads.verifying import verifying
from bench.peers.mail import MailServer
from bench.plan import Plan
from bench.roads import ReadRoad, Road
from bench.roads.api import ApiRoad
from bench.roads.mail import MailRoad
from bench.roads.vxp import VxpRoad
from bench.table import print_line, print_outcome

Found = dict[str, Any]
SENDERS = 20


def measured_ours(installation: Installation, plan: Plan) -> Found:
    """Return every figure of one installation: both interfaces, slow disk, stock, a large file."""
    assert installation.letter
    if plan.stock:
        installation.run("bench.stock", 0)
    with installation.served() as address:
        found = asyncio.run(_ours(installation, address, plan))
    if installation.flushes.library:
        with installation.slow_disk(SLOW_MS), installation.served() as address:
            found["api"]["slow"] = asyncio.run(_slow(ApiRoad(installation, address), plan))
    return found


def measured_mail(server: MailServer, pdf: bytes, plan: Plan) -> Found:
    """Return every figure of the peer."""
    with server.served():
        found = asyncio.run(_mail(MailRoad(server, pdf), plan))
    if server.flushes.library:
        with server.slow_disk(SLOW_MS):
            found["slow"] = asyncio.run(_slow(MailRoad(server, pdf), plan))
    return found


async def _ours(installation: Installation, address: str, plan: Plan) -> Found:
    print(f"{installation.kind}, {installation.workers} process(es)")
    road, vxp = ApiRoad(installation, address), VxpRoad(installation, address)
    await road.probe()
    found: Found = {"api": await _loads(road, plan)}
    found["api"]["W3 by 50"] = await _told(
        "W3 by 50", lambda: fetching(road, documents=plan.fetched, bundle=50)
    )
    in_two = ApiRoad(installation, address, in_two=True)
    found["in two"] = {"W1": await _sent("W1", in_two, SENDERS, plan.each, 5)}
    found["vxp"] = {
        "W1": await _sent("W1", vxp, SENDERS, plan.each, 5),
        "W2": await _sent("W2", vxp, 1, plan.many, 200),
    }
    found["verifying"] = await _told(
        "verifying", lambda: verifying(installation, road, seconds=plan.seconds)
    )
    found["large"] = await _told(
        "large", lambda: gigabyte(road, installation.folder, megabytes=plan.megabytes)
    )
    found["stock"] = [
        await stocked(installation, road, size=size, acts=plan.acts) for size in plan.stock
    ]
    for one in (road, vxp, in_two):
        await one.close()
    return found


async def _mail(road: MailRoad, plan: Plan) -> Found:
    found = await _loads(road, plan)
    found["inbox"] = await _told(
        "inbox", lambda: full_mailbox(road, letters=plan.letters, times=plan.acts)
    )
    await road.close()
    return found


async def _loads(road: ReadRoad, plan: Plan) -> Found:
    """What is measured of ours and of the peer by the same program."""
    acknowledges = isinstance(road, ApiRoad)  # the peer's W3 is the fetching alone
    return {
        "W1": await _sent("W1", road, SENDERS, plan.each, 5),
        "W2": await _sent("W2", road, 1, plan.many, 200),
        "alone": await _sent("alone", road, 1, plan.alone, 5),
        "steps": await _told("steps", lambda: steps(road, each=plan.steps)),
        "offered": await _told("50/s", lambda: offered(road, seconds=plan.seconds)),
        "W3": await _told(
            "W3",
            lambda: fetching(road, documents=plan.fetched, bundle=1, acknowledge=acknowledges),
        ),
        "circle_ms": await circle(road, documents=plan.circle),
    }


async def _slow(road: Road, plan: Plan) -> Found:
    found = {
        "W1": await _sent("slow W1", road, SENDERS, plan.each, 5),
        "alone": await _sent("slow alone", road, 1, plan.alone, 5),
    }
    await road.close()
    return found


async def _sent(name: str, road: Road, senders: int, each: int, recipients: int) -> Outcome:
    outcome = await sending(road, senders=senders, each=each, recipients=recipients)
    print_outcome(name, outcome)
    return outcome


async def _told(name: str, load: Callable[[], Awaitable[Any]]) -> Any:
    found = await load()
    print_line(name, found)
    return found
