"""A content that comes in pieces, maybe over hours: encrypted as it comes, never clear on a disk.

A file is a header (the content's key, wrapped with a master key) and frames: length, nonce, and up
to 64 KiB of the content with its tag (AES-256-GCM), bound to header and place. How far the content
has come is what whole frames hold, so a process that dies takes back nothing that was there. It is
no form in which content is kept: once it is whole it is read and sealed anew (see sealing).
"""

import os
import struct
from collections.abc import Iterator
from typing import BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lienthong.blobs.errors import ContentDamaged, MasterKeyMissing, MasterKeyWrong
from lienthong.blobs.keyring import Keyring
from lienthong.blobs.sealing import SEGMENT, new_key
from lienthong.kernel import disk

_MAGIC = b"LTP1"
_HEAD = struct.Struct(">4s32s60s")  # magic, id of the master key, wrapped key
_LENGTH = struct.Struct(">I")
_PLACE = struct.Struct(">Q")
_NONCE, _TAG = 12, 16


def size_of(file: BinaryIO) -> int:
    """Return how many bytes of a content have come; 0 for a file that is none of ours."""
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not file.read(_HEAD.size).startswith(_MAGIC):
        return 0
    return sum(length for _at, length in _frames(file, end))


def _frames(file: BinaryIO, end: int) -> Iterator[tuple[int, int]]:
    """Walk where each whole frame begins and how many bytes it holds; a torn one ends the walk."""
    at = _HEAD.size
    while at + _LENGTH.size <= end:
        file.seek(at)
        (length,) = _LENGTH.unpack(file.read(_LENGTH.size))
        after = at + _LENGTH.size + _NONCE + length + _TAG
        if not 0 < length <= SEGMENT or after > end:
            return
        yield at, length
        at = after


class Piecewise:
    """What has come of one content, opened by one process at a time to go on or to be read.

    size: in bytes of the content, with what was added and is not written yet.
    """

    def __init__(self, file: BinaryIO, key: bytes, header: bytes) -> None:
        self._file, self._cipher, self._header = file, AESGCM(key), header
        end = file.seek(0, os.SEEK_END)
        frames = list(_frames(file, end))
        self.size = sum(length for _at, length in frames)
        self._start = self.size
        self._begin = _end_of(frames)
        self._rest = bytearray()
        file.truncate(self._begin)
        file.seek(self._begin)

    @classmethod
    def opened(cls, file: BinaryIO, ring: Keyring, *, digest: str) -> Self:
        """Go on with a file, or begin anew where nothing can be read of it.

        digest: of the whole content as it was announced, SHA-256 in hexadecimal; the key is bound
        to it.
        """
        file.seek(0)
        header = file.read(_HEAD.size)
        try:
            return cls(file, _key_of(header, ring, digest), header)
        except (ContentDamaged, MasterKeyMissing, MasterKeyWrong):
            key = new_key()
            wrapped = ring.wrap(key, digest=digest)
            header = _HEAD.pack(_MAGIC, ring.current.encode().ljust(32, b"\0"), wrapped)
            file.seek(0)
            file.truncate()
            file.write(header)
            return cls(file, key, header)

    def add(self, piece: bytes) -> None:
        """Put more behind what is there; it is durable after `flush`."""
        self._rest += piece
        self.size += len(piece)
        while len(self._rest) >= SEGMENT:
            self._write(bytes(self._rest[:SEGMENT]))
            del self._rest[:SEGMENT]

    def flush(self) -> None:
        """Make durable what was added."""
        if self._rest:
            self._write(bytes(self._rest))
            self._rest.clear()
        self._file.flush()
        disk.flush(self._file.fileno())

    def take_back(self) -> None:
        """Throw away what was added since the file was opened."""
        self._rest.clear()
        self.size = self._start
        self._file.flush()
        self._file.truncate(self._begin)
        self._file.seek(self._begin)

    def pieces(self) -> Iterator[bytes]:
        """Yield the content from its beginning. Raises ContentDamaged where a frame was changed."""
        place = 0
        for at, length in _frames(self._file, self._file.seek(0, os.SEEK_END)):
            self._file.seek(at + _LENGTH.size)
            nonce, sealed = self._file.read(_NONCE), self._file.read(length + _TAG)
            try:
                yield self._cipher.decrypt(nonce, sealed, self._bound(place))
            except InvalidTag:
                raise ContentDamaged from None
            place += length

    def _write(self, clear: bytes) -> None:
        place = self.size - len(self._rest)
        nonce = os.urandom(_NONCE)
        sealed = self._cipher.encrypt(nonce, clear, self._bound(place))
        self._file.write(_LENGTH.pack(len(clear)) + nonce + sealed)

    def _bound(self, place: int) -> bytes:
        return self._header + _PLACE.pack(place)


def _end_of(frames: list[tuple[int, int]]) -> int:
    if not frames:
        return _HEAD.size
    at, length = frames[-1]
    return at + _LENGTH.size + _NONCE + length + _TAG


def _key_of(header: bytes, ring: Keyring, digest: str) -> bytes:
    if len(header) < _HEAD.size or not header.startswith(_MAGIC):
        raise ContentDamaged
    _magic, master, wrapped = _HEAD.unpack(header)
    name = master.rstrip(b"\0").decode("ascii", errors="replace")
    return ring.unwrap(wrapped, master=name, digest=digest)
