"""The wrapped keys, apart from the database: so that one copy stands beside many backups."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from lienthong.blobs import files
from lienthong.blobs.models import Seal
from lienthong.kernel import disk

BATCH = 140  # rows of seven values in one INSERT, below the 999 that SQLite takes
_PAGE = 2_000


def export_seals(path: Path) -> int:
    """Write the wrapped key of every file as JSON lines, in one step; return how many.

    The file takes the place of an older one. A content that was destroyed since has no line any
    more: whoever has older copies of files and database, but only the newest of these, cannot
    open it, whatever master keys are there.
    """
    made, count = path.with_name(f"{path.name}.new"), 0
    with files.removed_on_error(made):
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            for seal in _all():
                count += 1
                file.write(json.dumps(_line(seal)) + "\n")
            file.flush()
            disk.flush(file.fileno())
        made.replace(path)
    disk.flush_folder(path.parent)
    return count


def import_seals(path: Path) -> int:
    """Take wrapped keys back from `export_seals`; those that are there stay. Return how many lines.

    Raises ValueError for a file that was not written so.
    """
    count = 0
    with path.open(encoding="ascii") as lines:
        while batch := [_seal(line) for line in islice(lines, BATCH)]:
            Seal.objects.bulk_create(batch, ignore_conflicts=True)
            count += len(batch)
    return count


def _all() -> Iterator[Seal]:
    after = UUID(int=0)
    while page := list(Seal.objects.filter(pk__gt=after).order_by("pk")[:_PAGE]):
        yield from page
        after = page[-1].pk


def _line(seal: Seal) -> dict[str, object]:
    return {
        "file_id": seal.file_id.hex,
        "digest": seal.digest,
        "master": seal.master,
        "wrapped": bytes(seal.wrapped).hex(),
        "sealed_digest": seal.sealed_digest,
        "sealed_size": seal.sealed_size,
        "made_at": seal.made_at.isoformat(),
    }


def _seal(line: str) -> Seal:
    read = json.loads(line)
    return Seal(
        file_id=UUID(read["file_id"]),
        digest=read["digest"],
        master=read["master"],
        wrapped=bytes.fromhex(read["wrapped"]),
        sealed_digest=read["sealed_digest"],
        sealed_size=read["sealed_size"],
        made_at=datetime.fromisoformat(read["made_at"]),
    )
