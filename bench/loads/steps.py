"""1, 5, 50 and 200 recipients: what a further one costs, and whether there is a step (d, k)."""

from dataclasses import dataclass

from bench.figures import largest_step, slope
from bench.loads.sending import Outcome, sending
from bench.roads import Road

RECIPIENTS = (1, 5, 50, 200)


@dataclass(frozen=True, slots=True)
class Steps:
    """By least squares over the medians; step_ms: how far the worst lies above the line."""

    accept_ms: dict[str, float]
    cpu_ms: dict[str, float]
    accept_slope_ms: float
    cpu_slope_ms: float
    step_ms: float


async def steps(road: Road, *, each: int) -> Steps:
    """Let one sender send `each` documents to so many recipients at a time."""
    found: dict[int, Outcome] = {}
    for count in RECIPIENTS:
        found[count] = await sending(road, senders=1, each=each, recipients=count)
    accept = [(count, one.accepted.p50_ms) for count, one in found.items()]
    cpu = [(count, one.cpu_ms) for count, one in found.items()]
    return Steps(
        accept_ms={str(count): value for count, value in accept},
        cpu_ms={str(count): value for count, value in cpu},
        accept_slope_ms=round(slope(accept), 4),
        cpu_slope_ms=round(slope(cpu), 4),
        step_ms=round(largest_step(accept), 2),
    )
