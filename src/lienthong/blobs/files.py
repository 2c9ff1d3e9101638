"""Bytes on a disk: hashed and encrypted on the way, flushed before anybody relies on them."""

import hashlib
import os
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from lienthong.blobs.rules import HEAD, TAIL
from lienthong.blobs.sealing import Sealer, new_key
from lienthong.kernel import disk
from lienthong.kernel.disk import PIECE

Content = BinaryIO | Iterable[bytes]


@dataclass(slots=True)
class Counters:
    """How often this process wrote a content; a gate of the test suite."""

    copies: int = 0


counters = Counters()


class OverLimit(Exception):
    """More bytes came than are taken; reading stopped there."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: SHA-256 in hexadecimal, size in bytes, and both ends to tell its type.

    key: what the file is encrypted with. sealed_digest, sealed_size: of the file as it lies.
    """

    digest: str
    size: int
    head: bytes
    tail: bytes
    key: bytes = field(repr=False)
    sealed_digest: str
    sealed_size: int


def pieces(content: Content) -> Iterator[bytes]:
    """Walk a file object or an iterable in pieces that fit into memory."""
    read = getattr(content, "read", None)
    if read is None:
        yield from content
        return
    while piece := read(PIECE):
        yield piece


def write(content: Content, path: Path, *, now: datetime, largest: int | None = None) -> Written:
    """Write content, encrypted, to a new file that only this user may read, and flush it.

    largest: in bytes; raises OverLimit as soon as more has come. Whatever is raised, no file
    stays behind.
    """
    with removed_on_error(path):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            written = _write(pieces(content), _SealedFile(file), largest)
            file.flush()
            disk.flush(file.fileno())
        stamp(path, now)
    counters.copies += 1
    return written


class _SealedFile:
    """A file that encrypts what is written to it and hashes what lies on the disk."""

    def __init__(self, file: BinaryIO) -> None:
        self.key = new_key()
        self._file, self._sealer = file, Sealer(self.key)
        self.hash, self.size = hashlib.sha256(), 0
        self._put(self._sealer.header)

    def add(self, piece: bytes) -> None:
        for segment in self._sealer.add(piece):
            self._put(segment)

    def finish(self, digest: str) -> None:
        self._put(self._sealer.finish(digest))

    def _put(self, sealed: bytes) -> None:
        self.hash.update(sealed)
        self.size += len(sealed)
        self._file.write(sealed)


def _write(content: Iterable[bytes], file: _SealedFile, largest: int | None) -> Written:
    digest, size, head = hashlib.sha256(), 0, b""
    ends: deque[bytes] = deque()
    ends_size = 0
    for piece in content:
        size += len(piece)
        if largest is not None and size > largest:
            raise OverLimit
        digest.update(piece)
        file.add(piece)
        head = head if len(head) >= HEAD else (head + piece)[:HEAD]
        ends.append(piece)
        ends_size += len(piece)
        while ends_size - len(ends[0]) >= TAIL:
            ends_size -= len(ends.popleft())
    file.finish(digest.hexdigest())
    tail = b"".join(ends)[-TAIL:]
    sealed_digest = file.hash.hexdigest()
    return Written(digest.hexdigest(), size, head, tail, file.key, sealed_digest, file.size)


@contextmanager
def removed_on_error(path: Path) -> Iterator[None]:
    """Take the file away again when what follows raises."""
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def stamp(path: Path, moment: datetime) -> None:
    """Set a file's time to the time of the act, which may not be the machine's."""
    seconds = moment.timestamp()
    os.utime(path, (seconds, seconds))
