"""Writing a container as a stream: neither memory nor disk grows with what is put in.

Each file is read twice: once for its digests, before anything is given away, and once for its
bytes. So what is damaged shows in time, the length is known, and no byte has to be taken back.
"""

import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO
from zlib import crc32

from lienthong.formats.asic.layout import (
    LONGEST_NAME,
    MANIFEST,
    MEDIA_TYPE,
    MIMETYPE,
    MOST_PARTS,
    Part,
    is_name,
    write_manifest,
)
from lienthong.kernel.disk import PIECE

Opening = Callable[[], BinaryIO]
Signing = Callable[[bytes], Mapping[str, bytes]]

# Beyond this the ZIP would need its longer form, which not every reader of containers has.
LARGEST = 2**32 - 1
# Bytes of an entry's line at the end, at most.
_LONGEST_LINE = 46 + LONGEST_NAME
# Version 2.0, no flags, stored, 1980-01-01: when it was made stands in what is signed.
_COMMON = struct.pack("<HHHHH", 20, 0, 0, 0, 0x21)
_END = struct.Struct("<IHHHHIIH")


class TooLarge(ValueError):
    """What was put in does not fit into a container."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    size: int
    crc: int
    offset: int
    open: Opening

    @property
    def header(self) -> bytes:
        return b"PK\x03\x04" + self._facts + self.name

    @property
    def line(self) -> bytes:
        """The entry's line in the directory at the end."""
        place = struct.pack("<HHHII", 0, 0, 0, 0, self.offset)
        return b"PK\x01\x02" + struct.pack("<H", 20) + self._facts + place + self.name

    @property
    def _facts(self) -> bytes:
        numbers = (self.crc, self.size, self.size, len(self.name), 0)
        return _COMMON + struct.pack("<IIIHH", *numbers)


class AsicWriter:
    """A container in the making: `add` each file, then `finish` once, then take the `pieces`."""

    def __init__(self, *, largest: int = LARGEST) -> None:
        """largest: bytes of the whole."""
        self._largest = largest
        self._entries: list[_Entry] = []
        self._parts: list[Part] = []
        self._end = 0
        self._put(MIMETYPE, _bytes(MEDIA_TYPE.encode()))

    def add(self, name: str, source: Opening | bytes, *, media_type: str) -> Part:
        """Put in a file; return it as the manifest will name it.

        source: opens the file at its beginning, each time anew; it must not change. Raises
        ValueError for a name that a container cannot have or has already, and TooLarge.
        """
        is_taken = any(part.name == name for part in self._parts)
        if not is_name(name) or name.startswith("META-INF/") or is_taken or name == MIMETYPE:
            raise ValueError(f"no name for a file of a container: {name}")
        digest = self._put(name, _bytes(source) if isinstance(source, bytes) else source)
        part = Part(name, media_type, digest)
        self._parts.append(part)
        return part

    def finish(self, sign: Signing) -> None:
        """Add the manifest, and what `sign` makes of it: names under META-INF and their bytes."""
        manifest = write_manifest(self._parts)
        self._put(MANIFEST, _bytes(manifest))
        for name, content in sign(manifest).items():
            self._put(name, _bytes(content))

    @property
    def size(self) -> int:
        """How many bytes the container has."""
        return self._end + sum(len(entry.line) for entry in self._entries) + _END.size

    def pieces(self) -> Iterator[bytes]:
        """Yield the container from its beginning. Raises OSError when a file has changed."""
        for entry in self._entries:
            yield entry.header
            yield from _again(entry)
        lines = b"".join(entry.line for entry in self._entries)
        count = len(self._entries)
        yield lines
        yield _END.pack(0x06054B50, 0, 0, count, count, len(lines), self._end, 0)

    def _put(self, name: str, source: Opening) -> bytes:
        digest, crc, size = sha256(), 0, 0
        with source() as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                crc, size = crc32(piece, crc), size + len(piece)
        entry = _Entry(name.encode(), size, crc, self._end, source)
        end = self._end + len(entry.header) + size
        directory = (len(self._entries) + 1) * _LONGEST_LINE + _END.size
        if end + directory > self._largest or len(self._entries) == MOST_PARTS:
            raise TooLarge(name)
        self._entries.append(entry)
        self._end = end
        return digest.digest()


def _again(entry: _Entry) -> Iterator[bytes]:
    crc, left = 0, entry.size
    with entry.open() as file:
        while left and (piece := file.read(min(PIECE, left))):
            crc, left = crc32(piece, crc), left - len(piece)
            yield piece
    if left or crc != entry.crc:
        raise OSError(f"{entry.name.decode()} changed while it was given away")


def _bytes(content: bytes) -> Opening:
    return lambda: BytesIO(content)
