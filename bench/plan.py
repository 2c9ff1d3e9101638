"""How much of each load a run takes, and what the command line says."""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

# Of one installation; `loads` of the peer are always measured with it.
PARTS = ("loads", "roads", "background", "large", "stocked", "slow disk")
STOCK, SHORT_STOCK = (10_000, 100_000, 1_000_000), (200, 1_000)


@dataclass(frozen=True, slots=True)
class Plan:
    """each: documents of each sender in W1; many: of W2; steps: of each number of recipients;
    fetched: of W3; circle: of the whole circle; alone: of one sender on the slow disk;
    seconds: of floor, offered load, verification; megabytes: of the large file; stock: sizes;
    acts: at each size; letters: in the peer's full mailbox.
    """

    each: int
    many: int
    steps: int
    fetched: int
    circle: int
    alone: int
    seconds: float
    megabytes: int
    stock: tuple[int, ...]
    acts: int
    letters: int


WHOLE = Plan(25, 20, 20, 500, 60, 60, 20.0, 1000, STOCK, 40, 100_000)
SHORT = Plan(2, 1, 1, 10, 20, 3, 1.0, 50, SHORT_STOCK, 3, 500)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to measure and where to put it."""

    plan: Plan
    databases: tuple[str, ...]
    with_peers: bool
    may_install: bool
    folder: Path
    out: Path
    parts: tuple[str, ...]


def wish(words: list[str] | None = None) -> Wish:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description="Measure everything.")
    parser.add_argument("--short", action="store_true", help="a little of each")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--stock", type=_sizes, help="documents, ascending; '' leaves them out")
    parser.add_argument("--peers", action="store_true", help="Postfix and Dovecot beside ours")
    parser.add_argument("--install", action="store_true", help="them from Debian (root)")
    parser.add_argument("--folder", type=Path, default=Path("var"), help="on the disk to measure")
    parser.add_argument("--out", type=Path, default=Path("var/bench.json"))
    parser.add_argument("--parts", default=",".join(PARTS), help="of an installation; some of them")
    said = parser.parse_args(words)
    plan = SHORT if said.short else WHOLE
    if said.stock is not None:
        plan = replace(plan, stock=said.stock)
    databases = tuple(said.databases.split(","))
    parts = tuple(said.parts.split(","))
    return Wish(plan, databases, said.peers, said.install, said.folder, said.out, parts)


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(word) for word in text.split(",") if word)
