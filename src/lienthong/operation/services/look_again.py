"""Look again: each backup reads a share of the contents that it or an older one has copied."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from lienthong.blobs import services as blobs
from lienthong.kernel import disk
from lienthong.kernel.progress import Tell, nobody
from lienthong.operation.errors import BackupDamaged
from lienthong.operation.rules import Part
from lienthong.operation.services import pool

# So many backups read everything; a disk loses bits without saying so.
SHARES = 30
LONGEST = timedelta(minutes=30)
# The last name that was looked at; the next backup goes on behind it.
MARK = "looked-at"


@dataclass(frozen=True, slots=True)
class LookedAt:
    """size: bytes read. mended: copies that were bad and are good again; damaged: that stay bad."""

    size: int
    mended: tuple[str, ...]
    damaged: tuple[str, ...]


def look_again(
    folder: Path,
    listed: Path,
    *,
    known: Collection[str],
    clock: Callable[[], datetime],
    tell: Tell = nobody,
) -> LookedAt:
    """Read a thirtieth of the contents that a list names, by bytes; mend what went bad.

    known: contents that are not there, which need no second look.
    Goes on where the last call ended, over all backups of the folder; ends after half an hour.
    """
    mark, until = folder / MARK, clock() + LONGEST
    after = mark.read_text() if mark.exists() else ""
    quota = -(-sum(content.size for content in pool.listed(listed)) // SHARES)
    read, last, mended, damaged = 0, after, list[str](), list[str]()
    for content in _from(listed, after):
        if read >= quota or clock() > until:
            break
        read, last = read + content.size, content.path
        tell("bytes looked at again", min(read, quota), quota)
        if content.path in known:
            continue
        try:
            if pool.mend(folder, content, blobs.open_stored):
                mended.append(content.path)
        except (BackupDamaged, FileNotFoundError):
            damaged.append(content.path)
    disk.put_in_place(mark, last.encode())
    return LookedAt(read, tuple(mended), tuple(damaged))


def _from(listed: Path, after: str) -> Iterator[Part]:
    behind = (content for content in pool.listed(listed) if content.path > after)
    before = (content for content in pool.listed(listed) if content.path <= after)
    return chain(behind, before)
