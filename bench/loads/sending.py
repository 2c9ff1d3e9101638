"""W1, W2 and their kin: some senders send one document after another, as fast as they are let."""

import asyncio
from dataclasses import dataclass

from bench.costs import Cost
from bench.figures import Times
from bench.processes import Memory
from bench.roads import Road, Sent

WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one load.

    accepted_a_second: from the first sending to the last acceptance; readable_a_second: until the
    last recipient could read the last document. accepted, readable: since its sending began.
    Per document: server CPU, statements, flushes, bytes on disk (disk, log, rows). memory_mb: peak.
    """

    road: str
    documents: int
    recipients: int
    own_bytes: int
    accepted_a_second: float
    readable_a_second: float
    deliveries_a_second: float
    accepted: Times
    readable: Times
    cpu_ms: float
    statements: float
    flushes: float
    disk_bytes: float
    log_bytes: float
    database_bytes: float
    memory_mb: float


async def sending(road: Road, *, senders: int, each: int, recipients: int) -> Outcome:
    """Let `senders` send `each` documents to so many recipients, all at once, and measure it."""
    await road.prepare(senders=senders, each=each + WARM_UP, recipients=recipients)
    warm = await send_all(road, senders, WARM_UP, recipients)
    await road.readable_at(warm, recipients)
    await road.check(warm, recipients)
    road.settle()
    before = road.cost()
    with Memory(road.roots) as memory:
        sent = await send_all(road, senders, each, recipients)
        readable = await road.readable_at(sent, recipients)
    after = road.cost()
    await road.check(sent, recipients)
    road.settle()
    cost, settled = after.since(before), road.cost().since(before)
    return _outcome(
        road,
        sent=sent,
        readable=readable,
        recipients=recipients,
        cost=cost,
        settled=settled,
        peak=memory.peak,
    )


async def send_all(road: Road, senders: int, each: int, recipients: int) -> list[Sent]:
    """Return all that was sent."""

    async def work(sender: int) -> list[Sent]:
        return [await road.send(sender, recipients) for _document in range(each)]

    found = await asyncio.gather(*(work(sender) for sender in range(senders)))
    return [one for several in found for one in several]


def _outcome(
    road: Road,
    *,
    sent: list[Sent],
    readable: list[float],
    recipients: int,
    cost: Cost,
    settled: Cost,
    peak: int,
) -> Outcome:
    count, start = len(sent), min(one.begun for one in sent)
    per_second = count / (max(one.accepted for one in sent) - start)
    return Outcome(
        road=road.name,
        documents=count,
        recipients=recipients,
        own_bytes=road.own_bytes,
        accepted_a_second=round(per_second, 1),
        readable_a_second=round(count / (max(readable) - start), 1),
        deliveries_a_second=round(per_second * recipients),
        accepted=Times.of([one.took_ms for one in sent]),
        readable=Times.of(
            [(at - one.begun) * 1000 for at, one in zip(readable, sent, strict=True)]
        ),
        cpu_ms=round(cost.cpu_s * 1000 / count, 2),
        statements=round(cost.statements / count, 1),
        flushes=round(cost.flushes / count, 1),
        disk_bytes=round(settled.disk_bytes / count),
        log_bytes=round(cost.log_bytes / count),
        database_bytes=round(settled.database_bytes / count),
        memory_mb=round(peak / 1e6),
    )
