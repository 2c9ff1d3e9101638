"""What ended for good, beside the backups: so that an older one brings nothing of it back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from django.db import transaction

from lienthong.access.services import endings as accounts
from lienthong.blobs import services as blobs
from lienthong.directory.services import endings as posts
from lienthong.hooks.services import endings as hooks
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.operation.services import signed_lines
from lienthong.routes.services import endings as routes
from lienthong.systems.services import endings as systems

Line = dict[str, Any]
_KIND = "kind"


class EndAgain(Protocol):
    """Ends what these lines name where it lives here; returns how much of it did."""

    def __call__(self, lines: Iterable[Line], *, now: datetime) -> int: ...


@dataclass(frozen=True, slots=True)
class Ended:
    """How much of one kind had come back with a backup and was ended again."""

    kind: str
    count: int


# In the order in which they stand in the file, and are applied.
_KINDS: dict[str, tuple[Callable[[], Iterator[Line]], EndAgain]] = {
    "values": (ledger.erased_lines, ledger.erase_again),
    "contents": (blobs.destroyed_lines, blobs.destroy_again),
    "systems": (systems.ended_lines, systems.end_again),
    "posts": (posts.ended_lines, posts.end_again),
    "accounts": (accounts.ended_lines, accounts.end_again),
    "hooks": (hooks.ended_lines, hooks.end_again),
    "routes": (routes.ended_lines, routes.end_again),
}


def write_endings(path: Path, *, at: datetime) -> None:
    """Put everything that ended so far in the place of an older file."""
    lines = ({_KIND: kind} | line for kind, (walk, _end) in _KINDS.items() for line in walk())
    signed_lines.write(path, lines, at=at)


def end_again(path: Path, *, now: datetime) -> tuple[Ended, ...]:
    """End what a backup has brought back; return how much of each kind.

    A file of an early backup may not be there. What a newer program has written and this one does
    not know is passed over: such a database is refused before. Safe to repeat.
    """
    found = []
    if path.exists():
        for kind, lines in groupby(signed_lines.read(path), key=lambda line: line[_KIND]):
            if kind in _KINDS:
                _walk, end = _KINDS[kind]
                found.append(Ended(kind, end(lines, now=now)))
    return tuple(one for one in found if one.count)


def record_restore(
    generation: str, ended: Iterable[Ended], *, left_out: int, now: datetime
) -> None:
    """Leave a record of a restore in the ledger: from what, and what was ended again."""
    dimensions: dict[str, str | int | bool | None] = {one.kind: one.count for one in ended}
    dimensions |= {"generation": generation, "left_out": left_out}
    with transaction.atomic():
        act = Act(name="operation.restored", dimensions=dimensions)
        ledger.record(act, actor=Actor.installation(), at=now)
