"""The reader that `apart` starts: reads PDFs that are handed to it, one after the other.

It holds no file, no key and no setting. A small file lies in memory that it shares with who started
it; of a larger one it asks for parts over its standard input and output. Its memory is limited, no
file that it could write to is open, and whoever started it ends it when it takes too long.
"""

import contextlib
import io
import json
import mmap
import os
import resource
import signal
import sys
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, BinaryIO

from lienthong.formats.pdf import wire
from lienthong.formats.pdf.errors import TooHard
from lienthong.formats.pdf.reading import read_pdf
from lienthong.formats.pdf.rendering import draw_page
from lienthong.formats.pdf.types import PdfLimits
from lienthong.kernel.refusals import Refusal

MEMORY = 1_500 * 1024 * 1024  # bytes of address space, libraries included
_WILLINGNESS = "/proc/self/oom_score_adj"  # proc(5)
_BLOCK = wire.BLOCK
_BLOCKS_KEPT = 128


class AskedFor(io.RawIOBase):
    """A file that lies with the other side; blocks that were asked for are kept for a while."""

    def __init__(
        self, size: int, came: Mapping[int, bytes], *, reading: BinaryIO, writing: BinaryIO
    ) -> None:
        """Take the blocks of a file that came unasked."""
        super().__init__()
        self._size, self._position = size, 0
        self._reading, self._writing = reading, writing
        self._kept: OrderedDict[int, bytes] = OrderedDict(came)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: "io.WriteableBuffer") -> int:  # type: ignore[name-defined]
        target = memoryview(buffer)
        number, start = divmod(self._position, _BLOCK)
        piece = self._block(number)[start : start + len(target)]
        target[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def _block(self, number: int) -> bytes:
        if number * _BLOCK >= self._size:
            return b""
        if number not in self._kept:
            self._kept[number] = self._ask(number * _BLOCK)
            if len(self._kept) > _BLOCKS_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(number)
        return self._kept[number]

    def _ask(self, offset: int) -> bytes:
        self._writing.write(wire.packed(wire.message(read=offset)))
        self._writing.flush()
        return wire.next_frame(self._reading.read)


def serve(reading: BinaryIO, writing: BinaryIO, shared: mmap.mmap) -> None:
    """Answer one request after the other until the other side is gone.

    shared: where small files lie.
    """
    with contextlib.suppress(wire.BrokenWire):
        while True:
            asked = json.loads(wire.next_frame(reading.read))
            source = _source(asked["size"], reading=reading, writing=writing, shared=shared)
            writing.writelines(map(wire.packed, _answers(source, asked)))
            writing.flush()


def _source(size: int, *, reading: BinaryIO, writing: BinaryIO, shared: mmap.mmap) -> BinaryIO:
    """Return the file that is asked about; a small one as a copy, whatever becomes of the place."""
    if size <= wire.SMALL:
        return io.BytesIO(shared[:size])
    came = {number: wire.next_frame(reading.read) for number in wire.unasked(size)}
    return io.BufferedReader(AskedFor(size, came, reading=reading, writing=writing))


def _answers(source: BinaryIO, asked: dict[str, Any]) -> list[bytes]:
    """Return facts as one frame, a picture as two: what it is, and its pixels."""
    try:
        if "draw" in asked:
            picture = draw_page(source, number=asked["draw"], dpi=asked["dpi"])
            return [wire.picture_message(picture), picture.pixels]
        return [wire.facts_message(read_pdf(source, limits=PdfLimits(**asked["limits"])))]
    except Refusal as refusal:
        return [wire.refusal_message(refusal)]
    except (MemoryError, RecursionError):
        return [wire.refusal_message(TooHard())]


def _leave_ending_to_the_other_side() -> None:
    """Read on when everybody is told to end: the other side finishes first what it has in hand.

    A terminal tells a whole group of processes, a service manager all of a service. A reader that
    ended then would be taken for one that died of its file, and a sound file would be refused.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def _limit_itself() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    _be_the_first_to_go()


def _be_the_first_to_go() -> None:
    """Let a machine that is short of memory end this process before any other.

    It takes the largest otherwise. While several files are read that is the server itself: all
    its callers lose their answers, and not one file is read the sooner.
    """
    with contextlib.suppress(OSError), open(_WILLINGNESS, "w", encoding="ascii") as file:
        file.write("1000")  # the most that there is; to ask for more than one has needs no right


if __name__ == "__main__":
    _leave_ending_to_the_other_side()
    _limit_itself()
    descriptor = int(sys.argv[1])
    place = mmap.mmap(descriptor, wire.SMALL, prot=mmap.PROT_READ)
    os.close(descriptor)
    serve(sys.stdin.buffer, sys.stdout.buffer, place)
