"""Memory does not grow with a package, coming in or going out."""

import io
import os
import tracemalloc

from tests.gateways.builders import PDF, a_document, take

from lienthong.gateways import services

LARGE = 24 * 1024 * 1024


class Counted(io.RawIOBase):
    """Somewhere to write to that keeps nothing but the number of bytes."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self.size += len(piece)
        return len(piece)


def test_a_package_far_larger_than_the_memory_it_takes(agencies, tmp_path):
    path = tmp_path / "lon.edxml"
    path.write_bytes(a_document(files={"van-ban.pdf": PDF, "ban-do.zip": os.urandom(LARGE)}))
    take(a_document(document_id="", code=None))  # what is loaded once does not count
    tracemalloc.start()
    try:
        taken = take(path)
        target = Counted()
        services.make_package(taken.version_id, target)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert target.size == path.stat().st_size > LARGE
    assert peak < LARGE / 2
