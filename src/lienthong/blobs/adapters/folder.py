"""Kept content in a folder: `ab/<name>`, linked or copied in, durable before it is told."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from lienthong.blobs import files
from lienthong.blobs.errors import ContentFolderAway
from lienthong.kernel import disk


class FolderStore:
    """A `ContentStore` in a local folder that many processes of one machine share.

    A lock on the folder of a name keeps a removal and a taking of the same file apart. What an
    early installation took lies a folder deeper, `ab/cd/<name>`, and stays there. Where the disk
    of the folder goes away below us, ContentFolderAway is raised until it is back.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._prepare()

    def take(self, source: Path, name: str, *, now: datetime) -> None:
        with _locked(self._root / name[:2]):
            target = self._path(name)
            if not target.exists():
                _link_or_copy(source, target)
            files.stamp(target, now)
            # Also when it was there: who linked it may have died before this flush.
            disk.flush_folder(target.parent)

    def open(self, name: str) -> BinaryIO:
        try:
            return self._path(name).open("rb")
        except FileNotFoundError:
            if not (self._root / name[:2]).is_dir():
                raise ContentFolderAway from None
            raise

    def remove(self, name: str, *, untouched_since: datetime) -> bool:
        with _locked(self._root / name[:2]):
            target = self._path(name)
            if not _is_older(target, untouched_since):
                return False
            target.unlink()
            disk.flush_folder(target.parent)
        return True

    def untouched(self, *, since: datetime) -> Iterator[str]:
        for first in sorted(self._root.iterdir()):
            for path in _files_below(first):
                if _is_older(path, since):
                    yield path.name

    def _path(self, name: str) -> Path:
        """Where a file lies, or belongs when it is not here."""
        early = self._root / name[:2] / name[2:4] / name
        return early if early.exists() else self._root / name[:2] / name

    def _prepare(self) -> None:
        """Make all 256 folders at once, so that a taking makes and flushes none but its own."""
        if not (self._root / "ff").is_dir():
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            for first in range(256):
                (self._root / f"{first:02x}").mkdir(mode=0o700, exist_ok=True)
        # Also when they were there: who made them may have died before this flush.
        disk.make_folder(self._root)
        disk.flush_folder(self._root)


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:
        # Another file system, or one without links: a second writing, in place at once.
        _copy(source, target)


def _copy(source: Path, target: Path) -> None:
    fresh = target.with_name(f"{target.name}.{uuid4().hex}")
    with files.removed_on_error(fresh):
        with source.open("rb") as reading, fresh.open("xb") as writing:
            os.fchmod(writing.fileno(), 0o600)
            shutil.copyfileobj(reading, writing, disk.PIECE)
            writing.flush()
            disk.flush(writing.fileno())
        fresh.rename(target)
    files.counters.copies += 1


def _files_below(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(Path(entry.path))
        else:
            yield Path(entry.path)


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError as error:
        raise ContentFolderAway from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
