"""Files on a disk: whole under their name, and flushed before anybody relies on them."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{32}")
PIECE = 256 * 1024  # bytes of a file in memory at a time


@dataclass(slots=True)
class Counters:
    """How often this process waited for a disk; a gate of the test suite."""

    flushes: int = 0


counters = Counters()


def flush(descriptor: int) -> None:
    """Wait until the disk has what was written, and count that."""
    os.fsync(descriptor)
    counters.flushes += 1


def flush_file(path: Path) -> None:
    """Let the bytes of a file survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        flush(descriptor)
    finally:
        os.close(descriptor)


def flush_folder(folder: Path) -> None:
    """Let the names in a folder survive a power cut; a file's own flush does not do that."""
    flush_file(folder)


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone, with those above it; its name survives a power cut.

    Also where it is there already: who made it may have died before the flush. Raises
    NotADirectoryError where a file has its name.
    """
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(
            errno.ENOTDIR, os.strerror(errno.ENOTDIR), error.filename
        ) from error
    for one in missing or [folder]:
        flush_folder(one.parent)


def put_in_place(path: Path, content: bytes) -> None:
    """Give a small file for its owner alone this content, in one step: whole or as before.

    After a power cut either content may be there, unless the folder is flushed as well.
    """
    with _beside(path, content) as made:
        made.replace(path)


def put_if_new(path: Path, content: bytes) -> bool:
    """Do the same where there is no such file; of processes that start at once one does it.

    Returns False, and changes nothing, when the name is taken.
    """
    with _beside(path, content) as made:
        try:
            os.link(made, path)
        except FileExistsError:
            return False
    return True


def unfinished(folder: Path) -> Iterator[Path]:
    """Walk through what is being written in a folder, or was when its process was killed."""
    yield from (path for path in folder.glob(".*") if _UNFINISHED.fullmatch(path.name))


@contextmanager
def _beside(path: Path, content: bytes) -> Iterator[Path]:
    """Give a flushed file with this content in the same folder; whatever happens, it goes."""
    made = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            flush(file.fileno())
        yield made
    finally:
        made.unlink(missing_ok=True)
