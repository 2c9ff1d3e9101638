"""All loads of a run in their order, for our installations and for the peer.

Each part is served anew, so that a server that a load has ended ends that part alone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from functools import partial
from pathlib import Path

from bench.disks import SLOW_MS, Flushes
from bench.installations import Installation
from bench.loads.fetching import circle, fetching
from bench.loads.full_mailbox import full_mailbox
from bench.loads.gigabyte import gigabyte
from bench.loads.offered import offered
from bench.loads.sending import sending
from bench.loads.steps import steps
from bench.loads.stocked import Held, filled, stocked
from bench.loads.verifying import verifying
from bench.peers.bare import BareRoad, BareServer
from bench.peers.mail import MailServer
from bench.plan import Plan
from bench.roads import ReadRoad, Road
from bench.roads.api import ApiRoad
from bench.roads.mail import MailRoad
from bench.roads.vxp import VxpRoad
from bench.run import Run

SENDERS = 20
Part = Callable[[ApiRoad], Awaitable[None]]


def measure_ours(run: Run, installation: Installation, plan: Plan, parts: Collection[str]) -> None:
    """Take every figure of one installation: both interfaces, slow disk, stock, a large file.

    parts: which of them.
    """
    kind = installation.kind
    print(f"{kind}, {installation.workers} process(es)", flush=True)
    with run.row(f"{kind}.made"):
        assert installation.letter
        installation.run("bench.stock", 0)
    ours = _Ours(run, installation, plan)
    for name, part in (
        ("loads", ours.loads),
        ("roads", ours.other_roads),
        ("background", ours.background),
        ("large", ours.large),
    ):
        if name not in parts:
            continue
        with run.row(f"{kind} {name}"), installation.served() as address:
            asyncio.run(_closing(part, ApiRoad(installation, address)))
    for size in plan.stock if "stocked" in parts else ():
        with run.row(f"{kind} stock of {size}"):
            ours.stocked(size)
    if installation.flushes.library and "slow disk" in parts:
        with (
            run.row(f"{kind} slow disk"),
            installation.slow_disk(SLOW_MS),
            installation.served() as address,
        ):
            slow = partial(_slow, run, f"{kind}.api.slow", plan)
            asyncio.run(_closing(slow, ApiRoad(installation, address)))


async def _closing(part: Part, road: ApiRoad) -> None:
    await part(road)
    await road.close()


class _Ours:
    """The parts of one installation, each with a server of its own."""

    def __init__(self, run: Run, installation: Installation, plan: Plan) -> None:
        self.run, self.installation, self.plan = run, installation, plan
        self.kind = installation.kind

    async def loads(self, road: ApiRoad) -> None:
        await road.probe()
        await _loads(self.run, f"{self.kind}.api", road, self.plan)
        await self.run.measure(
            f"{self.kind}.api.W3 by 50",
            lambda: fetching(road, documents=self.plan.fetched, bundle=50),
        )

    async def other_roads(self, road: ApiRoad) -> None:
        run, plan, address = self.run, self.plan, road.address
        in_two = ApiRoad(self.installation, address, in_two=True)
        under = self.kind
        await _send(
            run, f"{under}.in two.W1", in_two, senders=SENDERS, each=plan.each, recipients=5
        )
        vxp = VxpRoad(self.installation, address)  # from here on, documents wait there as well
        await _send(run, f"{under}.vxp.W1", vxp, senders=SENDERS, each=plan.each, recipients=5)
        await _send(run, f"{under}.vxp.W2", vxp, senders=1, each=plan.many, recipients=200)
        await in_two.close()
        await vxp.close()

    async def background(self, road: ApiRoad) -> None:
        await self.run.measure(
            f"{self.kind}.verifying",
            lambda: verifying(self.installation, road, seconds=self.plan.seconds),
            again=False,  # it verifies what the loads have left
        )

    async def large(self, road: ApiRoad) -> None:
        await road.probe()
        await self.run.measure(
            f"{self.kind}.large",
            lambda: gigabyte(road, self.installation.folder, megabytes=self.plan.megabytes),
            again=False,
        )

    def stocked(self, size: int) -> None:
        """Fill it while nobody is served, then time acts and pages."""
        held = filled(self.installation, size)
        with self.installation.served() as address:
            asyncio.run(_closing(partial(self.beside, held), ApiRoad(self.installation, address)))

    async def beside(self, held: Held, road: ApiRoad) -> None:
        await self.run.measure(
            f"{self.kind}.stock.{held['documents']}",
            lambda: stocked(self.installation, road, held, acts=self.plan.acts),
            again=False,
        )


def measure_mail(run: Run, server: MailServer, pdf: bytes, plan: Plan) -> None:
    """Take every figure of the peer."""
    with run.row("mail loads"), server.served():
        asyncio.run(_mail(run, MailRoad(server, pdf), plan))
    if server.flushes.library:
        with run.row("mail slow disk"), server.slow_disk(SLOW_MS):
            asyncio.run(_slow(run, "mail.slow", plan, MailRoad(server, pdf)))


def measure_bare(run: Run, folder: Path, flushes: Flushes, pdf: bytes, plan: Plan) -> None:
    """Send W1 to a bare view with one process and with two, and to one that reads the PDFs too."""
    for name, reads in (("bare", False), ("bare_reads", True)):
        for workers in (1, 2):
            home = folder / f"{name}-{workers}"
            server = BareServer(home, pdf, flushes, workers, reads=reads)
            with run.row(f"{name} {workers}"), server.served() as address:
                asyncio.run(_bare(run, f"{name}.{workers}", BareRoad(server, address), plan))


async def _bare(run: Run, under: str, road: BareRoad, plan: Plan) -> None:
    await _send(run, under, road, senders=SENDERS, each=plan.each, recipients=5)
    await road.close()


async def _mail(run: Run, road: MailRoad, plan: Plan) -> None:
    await _loads(run, "mail", road, plan)
    await run.measure(
        "mail.inbox",
        lambda: full_mailbox(road, letters=plan.letters, times=plan.acts),
        again=False,
    )
    await road.close()


async def _loads(run: Run, under: str, road: ReadRoad, plan: Plan) -> None:
    """What is measured of ours and of the peer by the same program."""
    acknowledges = isinstance(road, ApiRoad)  # the peer's W3 is the fetching alone
    await _send(run, f"{under}.W1", road, senders=SENDERS, each=plan.each, recipients=5)
    await _send(run, f"{under}.W2", road, senders=1, each=plan.many, recipients=200)
    await _send(run, f"{under}.alone", road, senders=1, each=plan.alone, recipients=5)
    for name, load in (
        ("steps", lambda: steps(road, each=plan.steps)),
        ("offered", lambda: offered(road, seconds=plan.seconds)),
        (
            "W3",
            lambda: fetching(road, documents=plan.fetched, bundle=1, acknowledge=acknowledges),
        ),
        ("circle_ms", lambda: circle(road, documents=plan.circle)),
    ):
        await run.measure(f"{under}.{name}", load)


async def _slow(run: Run, under: str, plan: Plan, road: Road) -> None:
    await _send(run, f"{under}.W1", road, senders=SENDERS, each=plan.each, recipients=5)
    await _send(run, f"{under}.alone", road, senders=1, each=plan.alone, recipients=5)
    await road.close()


async def _send(
    run: Run, path: str, road: Road, *, senders: int, each: int, recipients: int
) -> None:
    await run.measure(
        path, lambda: sending(road, senders=senders, each=each, recipients=recipients)
    )
