"""Reading a container that anybody may have written."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from lienthong.formats.asic.layout import (
    LARGEST_MANIFEST,
    MANIFEST,
    MEDIA_TYPE,
    MIMETYPE,
    MOST_PARTS,
    NotAContainer,
    Part,
    is_name,
    read_manifest,
)
from lienthong.kernel.disk import PIECE

# What the reader of ZIP raises for bytes that are not what they should be.
UNREADABLE = (BadZipFile, EOFError, OSError, ValueError, NotImplementedError, KeyError)
# Bytes of all files together: more than a container of ours can have.
MOST_BYTES = 2**32
_ENCRYPTED = 0x1


class Container:
    """An opened container. Its names are sound; whether its bytes are is asked file by file."""

    def __init__(self, file: BinaryIO) -> None:
        """Raises NotAContainer for what is none, or has names, packing or a size that ours has not.

        Only plain files are read, so that a small container cannot stand for endless bytes.
        """
        try:
            self._zip = ZipFile(file)
        except UNREADABLE as error:
            raise NotAContainer("no ZIP") from error
        entries = self._zip.infolist()
        if not entries or len(entries) > MOST_PARTS:
            raise NotAContainer("no files, or too many")
        for entry in entries:
            _require_plain(entry)
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise NotAContainer("files of more than 4 GiB in all")
        self.names = [entry.filename for entry in entries]
        if len(set(self.names)) != len(self.names):
            raise NotAContainer("two files of one name")
        if self.names[0] != MIMETYPE or self.read(MIMETYPE, most=100) != MEDIA_TYPE.encode():
            raise NotAContainer(f"{MIMETYPE}: not that of ASiC-E")

    def manifest(self) -> tuple[bytes, list[Part]]:
        """Return the manifest's bytes and what it names. Raises NotAContainer."""
        data = self.read(MANIFEST, most=LARGEST_MANIFEST)
        try:
            return data, read_manifest(data)
        except NotAContainer as error:
            raise NotAContainer(f"{MANIFEST}: {error}") from error

    def read(self, name: str, *, most: int) -> bytes:
        """Return a small file. Raises NotAContainer when it is missing, damaged or larger."""
        try:
            with self._zip.open(name) as file:
                content = file.read(most + 1)
        except UNREADABLE as error:
            raise NotAContainer(f"{name} cannot be read") from error
        if len(content) > most:
            raise NotAContainer(f"{name} is too large")
        return content

    def digest_of(self, name: str) -> bytes:
        """Return the SHA-256 of a file, read in pieces. Raises NotAContainer when damaged."""
        digest = sha256()
        try:
            with self._zip.open(name) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
        except UNREADABLE as error:
            raise NotAContainer(f"{name} cannot be read") from error
        return digest.digest()

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """Give a file to read from the beginning; damage shows as in `zipfile`."""
        with self._zip.open(name) as file:
            yield file  # type: ignore[misc]  # a reader in all but its declared type


def _require_plain(entry: ZipInfo) -> None:
    if not is_name(entry.filename):
        raise NotAContainer("a file with a name that is not allowed")
    if entry.flag_bits & _ENCRYPTED or entry.compress_type != ZIP_STORED:
        raise NotAContainer(f"{entry.filename} is compressed or encrypted, not plainly stored")
