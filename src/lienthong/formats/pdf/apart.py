"""Reading a PDF of a stranger in a process that may die of it: bounded in memory and time."""

import fcntl
import io
import json
import mmap
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeVar, cast

import lienthong
from lienthong.formats.pdf import wire
from lienthong.formats.pdf.errors import TooHard
from lienthong.formats.pdf.reading import ORDINARY
from lienthong.formats.pdf.types import PagePicture, PdfFacts, PdfLimits
from lienthong.kernel.refusals import Refusal

PATIENCE = 10.0  # seconds beyond those that reading text may take
_DYING = 0.1  # seconds from the end of a reader's last word to its own
_MOST_IDLE = 2
# Seconds that starting another reader would take; most files are read in a fiftieth of it.
_WORTH_WAITING = 0.15
Told = TypeVar("Told", PdfFacts, PagePicture)
_PACKAGES = str(Path(lienthong.__path__[0]).parent)


def read_apart(
    source: BinaryIO, *, limits: PdfLimits = ORDINARY, patience: float = PATIENCE
) -> PdfFacts:
    """Return the facts and the text of a PDF as `reading.read_pdf` does, whatever the file does.

    source: seekable; it is left open. patience: in seconds. Raises as `read_pdf`, and TooHard for
    a file at which the reader dies, or over which it takes too long or too much memory. A reader
    that the machine killed, short of memory, says nothing of the file: another one reads it, once.
    """
    until = time.monotonic() + limits.seconds + patience
    return _once_more(
        lambda: _by_one(lambda one: wire.meant_by(one.ask(source, limits=limits, until=until)))
    )


def picture_apart(source: BinaryIO, *, number: int, dpi: int, seconds: float) -> PagePicture:
    """Return a page of a PDF as a picture, coarser than asked where the page is large.

    source: seekable; it is left open. number: from 1. Raises as `rendering.draw_page`, and TooHard
    as `read_apart`.
    """
    until = time.monotonic() + seconds
    return _once_more(
        lambda: _by_one(lambda one: one.draw(source, number=number, dpi=dpi, until=until))
    )


def _once_more(ask: Callable[[], Told]) -> Told:
    try:
        return ask()
    except _Killed:
        with suppress(_Killed):
            return ask()
        raise TooHard from None


class _Killed(Exception):
    """The reader was killed, and not by us."""


def _by_one(ask: "Callable[[_Reader], Told | Refusal]") -> Told:
    reader = _readers.take()
    try:
        found = ask(reader)
    except wire.BrokenWire:
        was_killed = reader.was_killed
        _readers.give_up(reader)
        raise (_Killed if was_killed else TooHard) from None
    except BaseException:
        _readers.give_up(reader)
        raise
    _readers.give_back(reader)
    if isinstance(found, Refusal):
        raise found
    return found


class _Reader:
    """One process that reads; it ends with the one that started it."""

    def __init__(self) -> None:
        descriptor = _shared_memory()
        try:
            self._shared = mmap.mmap(descriptor, wire.SMALL)
            self._process = subprocess.Popen(  # noqa: S603  # our own program and a number
                [sys.executable, "-m", "lienthong.formats.pdf.child", str(descriptor)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=[descriptor],
                env={"PYTHONPATH": _PACKAGES, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            )
        finally:
            os.close(descriptor)
        self._in = cast("IO[bytes]", self._process.stdin)
        self._out = cast("IO[bytes]", self._process.stdout)
        os.set_blocking(self._in.fileno(), False)

    def ask(self, source: BinaryIO, *, limits: PdfLimits, until: float) -> dict[str, Any]:
        return self._asked(source, {"limits": _values(limits)}, until)

    def draw(
        self, source: BinaryIO, *, number: int, dpi: int, until: float
    ) -> PagePicture | Refusal:
        answer = self._asked(source, {"draw": number, "dpi": dpi}, until)
        if "picture" not in answer:
            return wire.refused(answer)
        return wire.pictured(answer, wire.next_frame(lambda size: self._read(size, until)))

    def _asked(self, source: BinaryIO, question: dict[str, Any], until: float) -> dict[str, Any]:
        size = source.seek(0, os.SEEK_END)
        if size <= wire.SMALL:
            self._lay_down(source, size)
        blocks = wire.unasked(size)
        request = wire.message(size=size, **question)
        self._tell(request, *_pieces(source, blocks), until=until)
        while True:
            answer = self._hear(until)
            if "read" not in answer:
                return answer
            self._tell(_piece(source, _asked(answer)), until=until)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._in, self._out):
            with suppress(OSError):  # what was not written yet has nowhere to go
                pipe.close()
        self._shared.close()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    @property
    def was_killed(self) -> bool:
        """Say whether the machine ended it, as it does when memory runs short."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(_DYING) == -signal.SIGKILL
        return False

    def _lay_down(self, source: BinaryIO, size: int) -> None:
        source.seek(0)
        with memoryview(self._shared) as place, place[:size] as whole:
            cast("io.BufferedIOBase", source).readinto(whole)

    def _tell(self, *frames: bytes, until: float) -> None:
        left = memoryview(b"".join(map(wire.packed, frames)))
        try:
            while left:
                _await(self._in, select.POLLOUT, until)
                left = left[os.write(self._in.fileno(), left) :]
        except OSError as gone:
            raise wire.BrokenWire from gone

    def _hear(self, until: float) -> dict[str, Any]:
        try:
            said = json.loads(wire.next_frame(lambda size: self._read(size, until)))
        except ValueError as odd:
            raise wire.BrokenWire from odd
        if not isinstance(said, dict):
            raise wire.BrokenWire
        return said

    def _read(self, size: int, until: float) -> bytes:
        found = bytearray()
        while len(found) < size:
            _await(self._out, select.POLLIN, until)
            piece = os.read(self._out.fileno(), size - len(found))
            if not piece:
                raise wire.BrokenWire
            found += piece
        return bytes(found)


def _await(pipe: IO[bytes], what: int, until: float) -> None:
    """Return when a pipe can be read or written; by poll(2), which takes files of any number.

    A server with a thousand callers has numbers that select(2) cannot take. Raises BrokenWire when
    the time is up.
    """
    left = until - time.monotonic()
    asked = select.poll()
    asked.register(pipe, what)
    if left <= 0 or not asked.poll(left * 1000):
        raise wire.BrokenWire


@lru_cache(maxsize=4)
def _values(limits: PdfLimits) -> dict[str, Any]:
    return asdict(limits)


def _shared_memory() -> int:
    """Return an open descriptor of memory that lies on no disk, for files up to `wire.SMALL`.

    It is only written to here, and cannot be shrunken: a write behind its end would end this
    process.
    """
    descriptor = os.memfd_create("lienthong-pdf", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.ftruncate(descriptor, wire.SMALL)
    seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    return descriptor


def _asked(answer: dict[str, Any]) -> int:
    offset = answer["read"]
    if not isinstance(offset, int) or offset < 0:
        raise wire.BrokenWire
    return offset


def _piece(source: BinaryIO, offset: int) -> bytes:
    source.seek(offset)
    return source.read(wire.BLOCK)


def _pieces(source: BinaryIO, blocks: Iterable[int]) -> list[bytes]:
    return [_piece(source, number * wire.BLOCK) for number in blocks]


class _Readers:
    """The readers of this process: one, until it is too slow or hangs.

    While all are at work the next files wait in line for them, but no longer than starting another
    one takes: those that hang stop nobody. Of those that were needed two are kept.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begin_anew()

    def _begin_anew(self) -> None:
        self._idle: list[_Reader] = []
        self._line: deque[Future[_Reader | None]] = deque()
        self._at_work, self._of = 0, os.getpid()

    def take(self) -> _Reader:
        with self._lock:
            if self._of != os.getpid():  # a fork: these belong to the process before it
                self._begin_anew()
            place: Future[_Reader | None] = Future()
            if self._at_work and not self._idle:
                self._line.append(place)
            else:
                self._at_work += 1
                place.set_result(self._idle.pop() if self._idle else None)
        reader = self._waited(place)
        if reader is not None and not reader.is_alive:
            reader.end()
            reader = None
        if reader is not None:
            return reader
        try:
            return _Reader()
        except BaseException:  # the machine has no process or no memory left
            self._leave()
            raise

    def _waited(self, place: "Future[_Reader | None]") -> _Reader | None:
        """Return the reader that was handed on; None where one is to be started."""
        with suppress(TimeoutError):
            return place.result(timeout=_WORTH_WAITING)
        with self._lock:
            if place in self._line:
                self._line.remove(place)
                self._at_work += 1
                return None
        return place.result()

    def give_back(self, reader: _Reader) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().set_result(reader)
                return
            self._at_work -= 1
            if len(self._idle) < _MOST_IDLE:
                self._idle.append(reader)
                return
        reader.end()

    def give_up(self, reader: _Reader) -> None:
        """End a reader that cannot go on, or that nobody waits for; the next in line starts one."""
        self._leave()
        reader.end()

    def _leave(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().set_result(None)
            else:
                self._at_work -= 1


_readers = _Readers()
