"""How content lies on a disk: encrypted in segments under a key of its own, readable anywhere.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, 2015) over AES-256-GCM: a header,
then segments of 64 KiB, each with its own tag. The nonce of a segment is the file's prefix, the
segment's number and whether it is the last, so that cutting, reordering and mixing are noticed.
The header is bound to every segment, the SHA-256 of the clear content to the last one.
"""

import io
import logging
import os
import struct
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lienthong.blobs.errors import ContentDamaged

_log = logging.getLogger(__name__)
MAGIC = b"LTS1"
KEY = 32  # bytes
SEGMENT = 64 * 1024  # bytes of clear content
_TAG = 16
_PREFIX = 7
HEADER = len(MAGIC) + _PREFIX
_MOST_SEGMENTS = 2**32


def new_key() -> bytes:
    """Return a key for one content."""
    return AESGCM.generate_key(KEY * 8)


def sealed_size(size: int) -> int:
    """Return how long a content of `size` bytes is when it is sealed."""
    segments = max(1, -(-size // SEGMENT))
    return HEADER + size + segments * _TAG


class Sealer:
    """Encrypts a content as it comes; the digest is needed only at its end."""

    def __init__(self, key: bytes) -> None:
        self.header = MAGIC + os.urandom(_PREFIX)
        self._cipher = AESGCM(key)
        self._rest = bytearray()
        self._number = 0

    def add(self, piece: bytes) -> Iterator[bytes]:
        """Take more clear bytes and give the segments that are full and not the last."""
        self._rest += piece
        done = 0
        while len(self._rest) - done > SEGMENT:
            yield self._segment(bytes(self._rest[done : done + SEGMENT]))
            done += SEGMENT
        del self._rest[:done]

    def finish(self, digest: str) -> bytes:
        """Give the last segment. digest: SHA-256 of all that was added, hexadecimal."""
        return self._segment(bytes(self._rest), digest=digest)

    def _segment(self, clear: bytes, digest: str | None = None) -> bytes:
        if self._number >= _MOST_SEGMENTS:
            raise ValueError("content is too large to be sealed")
        nonce = _nonce(self.header, self._number, is_last=digest is not None)
        self._number += 1
        return self._cipher.encrypt(nonce, clear, _bound(self.header, digest))


def opened(file: BinaryIO, *, key: bytes, digest: str) -> BinaryIO:
    """Return the clear content of a sealed file for reading and seeking; closing closes the file.

    Reads only the segments that are asked for. Raises ContentDamaged, also while reading, where the
    file was changed, cut or exchanged, or is sealed with another key.
    """
    return io.BufferedReader(_Opened(file, key, digest), SEGMENT)


class _Opened(io.RawIOBase):
    def __init__(self, file: BinaryIO, key: bytes, digest: str) -> None:
        super().__init__()
        self._file, self._cipher, self._digest = file, AESGCM(key), digest
        self._header = file.read(HEADER)
        if len(self._header) < HEADER or not self._header.startswith(MAGIC):
            raise self._damaged()
        body = file.seek(0, os.SEEK_END) - HEADER
        self._segments = -(-body // (SEGMENT + _TAG))
        self._size = body - self._segments * _TAG
        if self._segments < 1 or self._size < 0:
            raise self._damaged()
        self._position = 0
        self._kept: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("negative position")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        target = memoryview(buffer)
        if self._position >= self._size or not target:
            return 0
        number, start = divmod(self._position, SEGMENT)
        piece = self._clear(number)[start : start + len(target)]
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()

    def _clear(self, number: int) -> bytes:
        if self._kept[0] != number:
            self._kept = (number, self._decrypted(number))
        return self._kept[1]

    def _decrypted(self, number: int) -> bytes:
        is_last = number == self._segments - 1
        self._file.seek(HEADER + number * (SEGMENT + _TAG))
        sealed = self._file.read(SEGMENT + _TAG)
        bound = _bound(self._header, self._digest if is_last else None)
        try:
            nonce = _nonce(self._header, number, is_last=is_last)
            return self._cipher.decrypt(nonce, sealed, bound)
        except InvalidTag:
            raise self._damaged() from None

    def _damaged(self) -> ContentDamaged:
        """What the reader is told; an operator finds in the log which content it is."""
        _log.error("content %s is damaged on the disk", self._digest)
        return ContentDamaged()


def _nonce(header: bytes, number: int, *, is_last: bool) -> bytes:
    return header[len(MAGIC) :] + struct.pack(">IB", number, is_last)


def _bound(header: bytes, digest: str | None) -> bytes:
    return header if digest is None else header + bytes.fromhex(digest)
