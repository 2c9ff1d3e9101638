"""Acts and pages beside a stock of documents, and an agency whose inbox is large (row i)."""

import asyncio
import time
from typing import Any

from bench.figures import Times
from bench.installations import Installation
from bench.roads.api import ApiRoad
from bench.table import print_line

FIND, OPEN = "search by number", "a document received"
# Of the pages, those that the row counts; the others are printed as well.
COUNTED = ("incoming, newest", OPEN, FIND)


Held = dict[str, Any]


def filled(installation: Installation, size: int) -> Held:
    """Fill an installation that nobody serves up to so many documents; return what it holds."""
    started = time.perf_counter()
    (held,) = installation.lines("bench.stock", size)
    print(f"  {held['documents']:,} documents after {time.perf_counter() - started:.0f} s")
    return held


async def stocked(
    installation: Installation, road: ApiRoad, held: Held, *, acts: int
) -> dict[str, Any]:
    """Time the acts and pages of an installation that is served and holds so much."""
    code = held["inbox"]
    times = await _acts(road, code, acts)
    pages = {
        line["page"]: line for line in await asyncio.to_thread(installation.lines, "bench.pages")
    }
    for name, line in pages.items():
        print_line(f"{name:26}", {key: value for key, value in line.items() if key != "page"})
    times |= {name: {"p50": pages[name]["p50"], "p99": pages[name]["p99"]} for name in COUNTED}
    inbox = {
        "documents": held["in_inbox"],
        "readable_ms": times["accept"]["p50"],
        "find_ms": times[FIND]["p50"],
    }
    return {"documents": held["documents"], "times": times, "pages": pages, "inbox": inbox}


async def _acts(road: ApiRoad, code: str, count: int) -> dict[str, dict[str, float]]:
    """Send to the large inbox, and ask for each document back."""
    accept, recall = [], []
    for _act in range(count + 2):
        started = time.perf_counter()
        said, number = await road.submit(0, 1, code)
        accept.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        await road.recall(0, said["dispatch"], number)
        recall.append((time.perf_counter() - started) * 1000)
    found = {"accept": Times.of(accept[2:]), "recall": Times.of(recall[2:])}
    return {name: {"p50": one.p50_ms, "p99": one.p99_ms} for name, one in found.items()}
