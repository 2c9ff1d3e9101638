"""Large files pass through without being held."""

import io
import random
import tracemalloc

import pytest

from lienthong.formats.edxml import FolderSink, join_package, read_package, write_package
from lienthong.formats.edxml.types import Attachment, DocumentPackage

SIXTY_MEGABYTES = 60_000_000
NOISE = random.Random(1).randbytes(1024 * 1024)  # longer than a zip can look back
MOST_HELD = 8 * 1024 * 1024


class Endless(io.RawIOBase):
    """A file of a given size that is nowhere."""

    def __init__(self, size: int) -> None:
        self._left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        start = -self._left % len(NOISE)
        data = NOISE[start : start + min(size, self._left)]
        self._left -= len(data)
        return data


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Toàn văn.pdf", "Phụ lục.xlsx"])
def test_a_package_of_sixty_megabytes_is_written_read_and_joined_in_little_memory(tmp_path, name):
    path, folder = tmp_path / "large.edxml", tmp_path / "sink"
    folder.mkdir()
    sink = FolderSink(folder)
    size = SIXTY_MEGABYTES if name.endswith("pdf") else SIXTY_MEGABYTES // 3
    one = Attachment.for_file(name=name, content_id="dk1")
    tracemalloc.start()
    try:
        with path.open("wb") as target:
            write_package(
                DocumentPackage(subject="Lớn", attachments=(one,)),
                open_content=lambda _one: Endless(size),
                target=target,
            )
        with path.open("rb") as stream:
            reading = read_package(stream, sink=sink)
        with path.open("rb") as stream:
            for piece in join_package(reading.skeleton, lambda hole: sink.open(hole.key)):
                assert stream.read(len(piece)) == piece
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert reading.package.attachments[0].size == size
    assert reading.skeleton.is_exact
    assert peak < MOST_HELD
    sink.remove()
    assert not folder.exists()
