"""50 documents a second to five recipients, whether or not the server keeps up (open loop)."""

from dataclasses import dataclass

from bench.figures import Times
from bench.open_loop import offer
from bench.roads import Road, Sent

RATE = 50.0
SENDERS = 20
RECIPIENTS = 5


@dataclass(frozen=True, slots=True)
class Offered:
    """Both times are counted from the moment at which a document was due.

    behind_ms: how late the driver itself began its latest one; a large one spoils the figures.
    kept_up: accepted a second against offered a second.
    """

    road: str
    accepted: Times
    readable: Times
    behind_ms: float
    kept_up: float


async def offered(road: Road, *, seconds: float) -> Offered:
    """Offer the load for so long and wait until everything can be read."""
    count, sent = int(RATE * seconds), dict[int, Sent]()
    await road.prepare(senders=SENDERS, each=count // SENDERS + 2, recipients=RECIPIENTS)
    warm = [await road.send(sender, RECIPIENTS) for sender in range(SENDERS)]
    await road.readable_at(warm, RECIPIENTS)

    async def send(number: int) -> None:
        sent[number] = await road.send(number % SENDERS, RECIPIENTS)

    arrivals = await offer(send, rate=RATE, count=count)
    readable = await road.readable_at([sent[one.number] for one in arrivals], RECIPIENTS)
    await road.check(list(sent.values()), RECIPIENTS)
    took = max(one.accepted for one in arrivals) - arrivals[0].due
    return Offered(
        road=road.name,
        accepted=Times.of([one.took_ms for one in arrivals]),
        readable=Times.of(
            [(at - one.due) * 1000 for at, one in zip(readable, arrivals, strict=True)]
        ),
        behind_ms=round(max(one.begun - one.due for one in arrivals) * 1000, 1),
        kept_up=round(count / took / RATE, 3),
    )
