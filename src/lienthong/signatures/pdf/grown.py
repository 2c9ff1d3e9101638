"""A file and what is appended to it: an incremental update without a copy of the file."""

import io
import os
from typing import BinaryIO


class _Grown(io.RawIOBase):
    """Reads a file and what was written behind its end; the file itself is never written."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source, self._size = source, source.seek(0, os.SEEK_END)
        self.added = io.BytesIO()
        self._position = 0

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        end = self._size + self.added.getbuffer().nbytes
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: end}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        target = memoryview(buffer)
        if self._position < self._size:
            self._source.seek(self._position)
            piece = self._source.read(min(len(target), self._size - self._position))
        else:
            self.added.seek(self._position - self._size)
            piece = self.added.read(len(target))
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def write(self, data: "io.ReadableBuffer") -> int:  # type: ignore[name-defined]
        if self._position < self._size:
            raise OSError("an incremental update never writes into the file")
        self.added.seek(self._position - self._size)
        written = self.added.write(data)
        self._position += written
        return written


class Grown:
    """A file for `IncrementalPdfFileWriter.write_in_place`; what it wrote is `update`."""

    def __init__(self, source: BinaryIO) -> None:
        self._raw = _Grown(source)
        self.stream = io.BufferedRandom(self._raw)

    def update(self) -> bytes:
        """Return what is to be appended to the file."""
        self.stream.flush()
        return self._raw.added.getvalue()
