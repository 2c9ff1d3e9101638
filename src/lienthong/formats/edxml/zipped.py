"""A zip with one entry, as the format stores most files: taken out and put in, in pieces.

Only the simplest zip is read: one entry, plainly stored or deflated, then one line of a directory.
A second entry is refused, because recipients' software reads the first one only, whatever the
directory says.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast
from uuid import UUID

from lienthong.formats.edxml import errors
from lienthong.formats.edxml.limits import MEBIBYTE, Limits
from lienthong.formats.edxml.storage import extension_of

_LOCAL = struct.Struct("<4sHHHHHLLLHH")
_ELSEWHERE = 0xFFFFFFFF  # the size of an entry stands in the 64-bit field instead
_PIECE = 64 * 1024
_LONGEST_NAME = 1024
ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")  # of a zip with entries, and of an empty one
_FIRST_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold: same file, same zip


def unzip_single(source: BinaryIO, *, name: str, element: str, limits: Limits) -> Iterator[bytes]:
    """Yield the one file of a zip, in pieces of bounded size.

    source: seekable, at its beginning. name, element: of the attachment, for the refusal.
    Raises AttachmentNotZip, ZipDamaged, ZipNotOneEntry, ZipEntryName or ZipBomb; some only after
    pieces were yielded, so nothing may be used before the end.
    """
    yield from _Unzipper(source, name=name, element=element, limits=limits).pieces()


class _Unzipper:
    def __init__(self, source: BinaryIO, *, name: str, element: str, limits: Limits) -> None:
        self._source, self._limits = source, limits
        self._facts = {"element": element, "name": name}
        self._size = 0  # of the file, and of its packed form, so far
        self._packed = 0
        self._crc = 0

    def pieces(self) -> Iterator[bytes]:
        header = self._source.read(_LOCAL.size)
        if header[:4] in (b"PK\x05\x06", b"PK\x06\x06"):
            raise errors.ZipNotOneEntry(**self._facts, reason="no entry")
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise errors.AttachmentNotZip(**self._facts)
        _sig, _version, flags, method, _time, _day, crc, packed, size, name, extra = _LOCAL.unpack(
            header
        )
        self._check_name(self._source.read(name))
        self._source.seek(extra, 1)
        if flags & 1:
            raise self._damaged("encrypted")
        has_trailer = bool(flags & 8)
        if method == 8:
            yield from self._inflated()
        elif method == 0 and not has_trailer:
            yield from self._copied(packed)
        else:
            raise self._damaged(f"method {method}")
        self._check_end(crc=crc, packed=packed, size=size, has_trailer=has_trailer)

    def _check_name(self, name: bytes) -> None:
        is_hostile = any(c < 0x20 or c in b'/\\:"<>|?*' for c in name) or name in (b".", b"..")
        if is_hostile or not name or len(name) > _LONGEST_NAME:
            shown = name[:100].decode("utf-8", "replace").replace("\x00", "")
            raise errors.ZipEntryName(**self._facts, entry=shown)

    def _inflated(self) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        packed_size = 0
        while not inflater.eof:
            packed = inflater.unconsumed_tail or self._source.read(_PIECE)
            if not packed:
                raise self._damaged("ends too early")
            packed_size += 0 if inflater.unconsumed_tail else len(packed)
            try:
                data = inflater.decompress(packed, _PIECE)
            except zlib.error as error:
                raise self._damaged("bad deflate data") from error
            yield self._counted(data, packed_size)
        self._source.seek(-len(inflater.unused_data), 1)
        self._packed = packed_size - len(inflater.unused_data)

    def _copied(self, size: int) -> Iterator[bytes]:
        while size:
            data = self._source.read(min(size, _PIECE))
            if not data:
                raise self._damaged("ends too early")
            size -= len(data)
            self._packed += len(data)
            yield self._counted(data, self._packed)

    def _counted(self, data: bytes, packed_size: int) -> bytes:
        self._size += len(data)
        self._crc = zlib.crc32(data, self._crc)
        by_ratio = max(MEBIBYTE, packed_size * self._limits.unzip_ratio)
        limit = min(self._limits.file_bytes, by_ratio)
        if self._size > limit:
            raise errors.ZipBomb(**self._facts, limit=limit)
        return data

    def _check_end(self, *, crc: int, packed: int, size: int, has_trailer: bool) -> None:
        """Check sum and sizes, and that exactly one line of a directory follows the entry.

        Recipients' software stops at sizes that are not so.
        """
        rest = self._source.read(_PIECE)
        if has_trailer:
            crc, packed, size, rest = self._trailer(rest)
        if crc != self._crc:
            raise self._damaged("wrong checksum")
        if packed not in (self._packed, _ELSEWHERE) or size not in (self._size, _ELSEWHERE):
            raise self._damaged("wrong size")
        if rest[:4] == b"PK\x03\x04":
            raise errors.ZipNotOneEntry(**self._facts, reason="two entries")
        if rest[:4] != b"PK\x01\x02" or len(rest) < 46:
            raise self._damaged("no directory")
        line = 46 + sum(struct.unpack_from("<HHH", rest, 28))
        if rest[line : line + 4] == b"PK\x01\x02":
            raise errors.ZipNotOneEntry(**self._facts, reason="two entries")
        if rest[line : line + 4] not in (b"PK\x05\x06", b"PK\x06\x06"):
            raise self._damaged("no end of directory")

    def _trailer(self, rest: bytes) -> tuple[int, int, int, bytes]:
        """Return checksum and sizes of the descriptor after the data, and what follows it.

        Its sizes have four bytes each, or eight in the 64-bit form; its mark is optional.
        """
        bare = rest[4:] if rest[:4] == b"PK\x07\x08" else rest
        for form in ("<LLL", "<LQQ"):
            length = struct.calcsize(form)
            if bare[length : length + 2] == b"PK":
                return *struct.unpack_from(form, bare), bare[length:]
        raise self._damaged("no directory")

    def _damaged(self, reason: str) -> errors.ZipDamaged:
        return errors.ZipDamaged(**self._facts, reason=reason)


def zipped_pieces(content: BinaryIO, *, name: str, identity: str) -> Iterator[bytes]:
    """Yield a zip with one entry; the same content and name give the same bytes.

    name: of the attachment; its extension is the entry's. identity: hexadecimal digits, at least
    32, that name the entry as a UUID (the client library uses a random one).
    """
    pipe = _Pipe()
    entry = zipfile.ZipInfo(str(UUID(identity[:32])) + _ending(name), _FIRST_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(cast("BinaryIO", pipe), "w") as archive, archive.open(entry, "w") as out:
        while piece := content.read(_PIECE):
            out.write(piece)
            yield pipe.drain()
    yield pipe.drain()


class _Pipe:
    """A target that cannot be sought in: the zip puts its sums behind the data, as Java's does."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def drain(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces.clear()
        return data


def _ending(name: str) -> str:
    extension = extension_of(name)
    is_plain = extension.isascii() and extension.isalnum() and len(extension) <= 16
    return f".{extension}" if is_plain else ""
