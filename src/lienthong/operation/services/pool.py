"""The files of backups: flushed, checked by digest, contents once for all generations."""

import hashlib
import heapq
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from lienthong.kernel import disk
from lienthong.operation.errors import BackupDamaged
from lienthong.operation.rules import Part

CONTENTS_FOLDER = "contents"
# Copies that went bad and could not be made anew: most of their bytes may still be good.
DAMAGED_FOLDER = "damaged"


def listed(path: Path) -> Iterator[Part]:
    """Walk the contents that a generation names; their path is the name in the store."""
    with path.open(encoding="ascii") as lines:
        for line in lines:
            values = json.loads(line)
            yield Part(values["name"], values["sha256"], values["size"])


def place(folder: Path, name: str) -> Path:
    """Return where a content lies in the folder of backups. Raises BackupDamaged for no name."""
    if not name.replace("-", "").isalnum():
        raise BackupDamaged(file=name[:80])
    return folder / CONTENTS_FOLDER / name[:2] / name


def keep(folder: Path, content: Part, read: Callable[[str], BinaryIO]) -> None:
    """Copy a content into the store unless it is there; what is there had its digest checked.

    Its name survives a power cut after `flush_names`. Raises FileNotFoundError when `read` finds
    none, BackupDamaged when its bytes are others.
    """
    target = place(folder, content.path)
    if target.exists() and target.stat().st_size == content.size:
        return
    target.parent.mkdir(mode=0o700, exist_ok=True)
    made = target.with_name(f".{uuid4().hex}")
    with read(content.path) as source:
        try:
            digest, size = copied(source, made)
            if (digest, size) != (content.digest, content.size):
                raise BackupDamaged(file=content.path)
            made.replace(target)
        finally:
            made.unlink(missing_ok=True)
    (folder / DAMAGED_FOLDER / content.path).unlink(missing_ok=True)


def flush_names(folder: Path) -> None:
    """Let what `keep` has put into the store be there after a power cut: a flush a folder."""
    for part in (folder / CONTENTS_FOLDER).iterdir():
        disk.flush_folder(part)
    disk.flush_folder(folder / CONTENTS_FOLDER)


def mend(folder: Path, content: Part, read: Callable[[str], BinaryIO]) -> bool:
    """Look at a copy again and make it anew if it is bad; return whether that was needed.

    Raises as `keep` when it is bad and cannot be made anew; it is set aside then.
    """
    try:
        check(place(folder, content.path), content)
    except BackupDamaged:
        _set_aside(folder, content)
        keep(folder, content, read)
        disk.flush_folder(place(folder, content.path).parent)
        return True
    return False


def _set_aside(folder: Path, content: Part) -> None:
    aside, bad = folder / DAMAGED_FOLDER, place(folder, content.path)
    aside.mkdir(mode=0o700, exist_ok=True)
    if bad.exists():
        bad.replace(aside / content.path)


def copied(source: BinaryIO, made: Path) -> tuple[str, int]:
    """Write a new file from another, flushed; return its SHA-256 in hexadecimal and its size."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as writing:
        while piece := source.read(disk.PIECE):
            digest.update(piece)
            size += writing.write(piece)
        writing.flush()
        disk.flush(writing.fileno())
    return digest.hexdigest(), size


def check(path: Path, expected: Part) -> None:
    """Return when a file is what was written. Raises BackupDamaged."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError:
        raise BackupDamaged(file=expected.path) from None
    if (found, size) != (expected.digest, expected.size):
        raise BackupDamaged(file=expected.path)


def remove_unnamed(folder: Path, lists: Iterable[Path]) -> int:
    """Remove contents that no list names; return how many. Memory: a 256th of the names.

    Lists are in the order of names, as `back_up` writes them.
    """
    named = heapq.merge(*(_names(path) for path in lists))
    following, removed = next(named, None), 0
    for part in sorted((folder / CONTENTS_FOLDER).iterdir()):
        keepers = set()
        while following is not None and following[:2] <= part.name:
            keepers.add(following)
            following = next(named, None)
        for entry in part.iterdir():
            if entry.name not in keepers:
                entry.unlink()
                removed += 1
    return removed


def _names(path: Path) -> Iterator[str]:
    return (content.path for content in listed(path))


def part_of(path: Path, folder: Path) -> Part:
    """Return the facts of a file below a folder."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Part(str(path.relative_to(folder)), digest, path.stat().st_size)


def files_below(folder: Path) -> list[Path]:
    """Return all files below a folder, by path."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def write(path: Path, content: bytes) -> None:
    """Write a small file for its owner alone."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def flush_tree(folder: Path) -> None:
    """Let everything below a folder survive a power cut."""
    for path in files_below(folder):
        disk.flush_file(path)
    for path in (folder, *(one for one in folder.rglob("*") if one.is_dir())):
        disk.flush_folder(path)
