"""The wrapped keys, apart from the database: so that one copy stands beside many backups.

A content that was destroyed has no key any more: whoever has older copies of files and database,
but only the newest of these, cannot open it, whatever master keys are there.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from lienthong.blobs.models import Seal

BATCH = 140  # rows of seven values in one INSERT, below the 999 that SQLite takes
_PAGE = 2_000


def seal_lines() -> Iterator[dict[str, Any]]:
    """Walk the wrapped keys of all files, each as values for JSON, in bounded memory."""
    after = UUID(int=0)
    while page := list(Seal.objects.filter(pk__gt=after).order_by("pk")[:_PAGE]):
        yield from map(_line, page)
        after = page[-1].pk


def take_seals(lines: Iterable[dict[str, Any]]) -> int:
    """Take wrapped keys back from `seal_lines`; those that are there stay. Return how many lines.

    Raises ValueError or KeyError for what was not written so.
    """
    count, rest = 0, iter(lines)
    while batch := [_seal(line) for line in islice(rest, BATCH)]:
        Seal.objects.bulk_create(batch, ignore_conflicts=True)
        count += len(batch)
    return count


def _line(seal: Seal) -> dict[str, Any]:
    return {
        "file_id": seal.file_id.hex,
        "digest": seal.digest,
        "master": seal.master,
        "wrapped": bytes(seal.wrapped).hex(),
        "sealed_digest": seal.sealed_digest,
        "sealed_size": seal.sealed_size,
        "made_at": seal.made_at.isoformat(),
    }


def _seal(read: dict[str, Any]) -> Seal:
    return Seal(
        file_id=UUID(read["file_id"]),
        digest=read["digest"],
        master=read["master"],
        wrapped=bytes.fromhex(read["wrapped"]),
        sealed_digest=read["sealed_digest"],
        sealed_size=read["sealed_size"],
        made_at=datetime.fromisoformat(read["made_at"]),
    )
