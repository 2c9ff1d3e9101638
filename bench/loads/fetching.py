"""W3: one recipient fetches documents and acknowledges them durably; and the whole circle."""

import time
from dataclasses import dataclass

from bench.loads.sending import send_all
from bench.roads import ReadRoad

SENDERS = 20
ALONE = 5  # the reader that only W3 uses; the first five read in the circle


@dataclass(frozen=True, slots=True)
class Fetched:
    """bundle: how many at once; cpu_ms: of the server for one document."""

    road: str
    documents: int
    bundle: int
    documents_a_second: float
    cpu_ms: float


async def fetching(
    road: ReadRoad, *, documents: int, bundle: int, acknowledge: bool = True
) -> Fetched:
    """Send so many documents to one reader, then let it fetch (and acknowledge) them all."""
    await road.catch_up()
    for number in range(documents):
        await road.send_to_reader(number % SENDERS, ALONE)
    await road.delivered(ALONE, documents)
    before, start = road.cost(), time.perf_counter()
    count = await road.fetch(ALONE, documents, bundle=bundle, acknowledge=acknowledge)
    took, cost = time.perf_counter() - start, road.cost().since(before)
    if count != documents:
        raise RuntimeError(f"{road.name}: {count} of {documents} could be fetched")
    return Fetched(
        road=road.name,
        documents=count,
        bundle=bundle,
        documents_a_second=round(count / took, 1),
        cpu_ms=round(cost.cpu_s * 1000 / count, 2),
    )


async def circle(road: ReadRoad, *, documents: int) -> float:
    """Return the server's CPU, in ms, of a document that five receive, fetch and acknowledge."""
    await road.prepare(senders=SENDERS, each=documents // SENDERS + 1, recipients=5)
    await road.catch_up()
    before = road.cost()
    sent = await send_all(road, SENDERS, max(1, documents // SENDERS), 5)
    for reader in range(5):
        await road.delivered(reader, len(sent))
        await road.fetch(reader, len(sent), bundle=1, acknowledge=True)
    return round(road.cost().since(before).cpu_s * 1000 / len(sent), 2)
