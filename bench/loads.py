"""W1 and W2 through our interface: what a document costs, from upload to promise."""

import asyncio
import json
import statistics
from dataclasses import asdict, dataclass

from bench.client import Load, Sender, run
from bench.installations import Installation

WARM_UP = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one load. Per document: server CPU, statements, flushes, bytes on disk beside its own."""

    documents: int
    recipients: int
    documents_a_second: float
    deliveries_a_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float
    statements: float
    flushes: float
    disk_ratio: float
    memory_mb: float


def loads(installation: Installation, *, workers: int) -> dict[str, dict[str, float]]:
    """W1: 20 senders, 25 documents each, to 5. W2: one sender, 20 documents, to 200.

    Each document comes in one request with its file; "W1 in two" is W1 with an upload before it.
    May be run again with another number of workers: the numbers of documents tell the runs apart.
    """
    known = installation.folder / "senders.json"
    if not known.exists():
        installation.run("bench.senders", known)
    facts = json.loads(known.read_text())
    with installation.served(workers=workers, threads=2) as address:
        senders = [Sender.read(address, each) for each in facts["senders"]]
        pdf, day = known.with_suffix(".pdf").read_bytes(), facts["issued_on"]
        first = workers * 10_000
        several = Load(pdf, day, facts["recipients"][:5])
        in_two = Load(pdf, day, facts["recipients"][:5], in_two=True)
        many = Load(pdf, day, facts["recipients"])
        return {
            "W1": asdict(_measured(installation, several, senders, first=first, each=25)),
            "W1 in two": asdict(
                _measured(installation, in_two, senders, first=first + 200, each=25)
            ),
            "W2": asdict(_measured(installation, many, senders[:1], first=first + 100, each=20)),
        }


def _measured(
    installation: Installation, load: Load, senders: list[Sender], *, first: int, each: int
) -> Outcome:
    async def both() -> tuple[float, object, object]:
        for sender in senders:
            sender.reader = sender.writer = None
        await run(load, senders, first=first + each, each=WARM_UP)
        load.took_ms.clear()
        before = installation.cost()
        seconds = await run(load, senders, first=first, each=each)
        return seconds, before, installation.cost()

    seconds, before, after = asyncio.run(both())
    cost = after.since(before)  # type: ignore[attr-defined]
    count, took = each * len(senders), sorted(load.took_ms)
    return Outcome(
        documents=count,
        recipients=len(load.recipients),
        documents_a_second=round(count / seconds, 1),
        deliveries_a_second=round(count * len(load.recipients) / seconds),
        p50_ms=round(statistics.median(took), 1),
        p99_ms=round(took[int(len(took) * 0.99) - 1], 1),
        cpu_ms=round(cost.cpu_s * 1000 / count, 1),
        statements=round(cost.statements / count, 1),
        flushes=round(cost.flushes / count, 1),
        disk_ratio=round(cost.disk_bytes / count / len(load.pdf), 3),
        memory_mb=round(cost.memory_bytes / 1e6),
    )


def shown(name: str, outcome: dict[str, float], floor: float) -> str:
    """Return one line of the printed table; the ratio is to P4 in two processes."""
    return (
        f"  {name}: {outcome['documents_a_second']:7.1f} documents/s "
        f"({outcome['documents_a_second'] / floor:.3f} of the floor), "
        f"{outcome['deliveries_a_second']:.0f} deliveries/s, p50 {outcome['p50_ms']:.0f} ms, "
        f"p99 {outcome['p99_ms']:.0f} ms, server CPU {outcome['cpu_ms']:.1f} ms, "
        f"{outcome['statements']:.0f} statements, "
        f"{outcome['flushes']:.1f} flushes, {outcome['disk_ratio']:.3f} x its bytes on disk, "
        f"{outcome['memory_mb']:.0f} MB"
    )
