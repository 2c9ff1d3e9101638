"""What callers send and take, at their pace but not slower than one may be.

Short bodies are read before a thread is taken, within what all of them together may hold; long
ones are a file that is read in a thread while they come.
"""

import asyncio
import io
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

GRACE = 30.0  # seconds that a caller may keep us waiting at most
LEAST_RATE = 10_000  # bytes a second that he has to send or take beyond that
# Bytes of short bodies that one process holds; the last quarter is for those up to SMALL.
HELD, SMALL = 64 * 1024 * 1024, 64 * 1024
# Bytes up to which a body that is announced is awaited as a whole.
WHOLE = 512 * 1024


class TooSlow(Exception):
    """A caller kept us waiting for too long."""


class Cut(Exception):
    """A caller has gone, or stopped, before all that was announced had come."""


class _TooLong(Exception):
    """More came than is read without a length."""


class NoRoom(Exception):
    """All that one process may hold of bodies is held already."""


class Pace:
    """How long one caller may still keep us waiting; what comes earns it time, never over GRACE."""

    def __init__(self, *, grace: float = GRACE, rate: float = LEAST_RATE) -> None:
        self._grace, self._rate, self._left = grace, rate, grace
        self._since: float | None = None  # when his time was counted last, while it runs

    async def wait(self, step: Coroutine[Any, Any, Any]) -> Any:
        """Return what the step returns. Raises TooSlow when the caller's time is up before.

        A step of many pieces may earn on its way. The server's own steps do not end when they are
        cancelled, so they are not waited for.
        """
        self._since = time.monotonic()
        task = asyncio.ensure_future(step)
        try:
            while not task.done() and self._left > 0:
                await asyncio.wait([task], timeout=self._left)
                self._spend()
        finally:
            self._since = None
            task.cancel()  # does nothing to one that has ended
        if not task.done():
            raise TooSlow
        return task.result()

    def earn(self, size: int) -> None:
        self._spend()
        self._left = min(self._grace, self._left + size / self._rate)

    def allow(self, size: int) -> None:
        """Give all the time at once that so many bytes could earn: nobody sees how they come."""
        self._left += size / self._rate

    def _spend(self) -> None:
        if self._since is not None:
            now = time.monotonic()
            self._left -= now - self._since
            self._since = now


class Pieces:
    """The pieces of one body, in the event loop.

    announced: bytes; None when the caller did not say how many.
    """

    def __init__(self, protocol: Any, *, announced: int | None, pace: Pace) -> None:
        self._protocol, self._source, self.announced = protocol, None, announced
        self._pace, self._received = pace, 0

    async def next(self) -> bytes:
        """Return the next piece, b"" after the last. Raises TooSlow, Cut."""
        piece: bytes = await self._pace.wait(self._next())
        return piece

    async def pour(self, into: Callable[[bytes], None]) -> None:
        """Give every piece to `into` as it comes. Raises TooSlow, Cut, and what `into` raises.

        One watch over all of them, since one over each costs more than the piece.
        """
        await self._pace.wait(self._poured(into))

    async def _poured(self, into: Callable[[bytes], None]) -> None:
        while piece := await self._next():
            into(piece)

    async def whole(self) -> bytes:
        """Return all that was announced. Raises TooSlow, Cut.

        The server gathers it without Python, in a third of the time that its pieces take.
        """
        self._pace.allow(self.announced or 0)
        body: bytes = await self._pace.wait(self._gathered())
        if len(body) < (self.announced or 0):
            raise Cut
        return body

    async def _gathered(self) -> bytes:
        try:
            return bytes(await self._protocol())
        except RuntimeError:  # the server's own error for who has gone
            return b""

    async def _next(self) -> bytes:
        self._source = self._source or aiter(self._protocol)
        while self.announced is None or self._received < self.announced:
            piece = await _next_of(self._source)
            if piece is None:
                break
            if piece:
                self._received += len(piece)
                self._pace.earn(len(piece))
                return bytes(piece)
        if self.announced is not None and self._received < self.announced:
            raise Cut
        return b""


async def _next_of(source: Any) -> bytes | None:
    try:
        return bytes(await anext(source))
    except (StopAsyncIteration, RuntimeError):  # the server's own errors for who has gone
        return None


class Room:
    """What the short bodies of one process may hold of its memory, all together."""

    def __init__(self, most: int = HELD) -> None:
        self._most = self._left = most

    @contextmanager
    def share(self) -> Iterator["Share"]:
        """Give room to one body and take it back afterwards."""
        share = Share(self)
        try:
            yield share
        finally:
            self._left += share.size

    def take(self, size: int, *, is_small: bool) -> None:
        """Raises NoRoom."""
        kept = 0 if is_small else self._most // 4
        if self._left - size < kept:
            raise NoRoom
        self._left -= size

    def has_plenty(self, size: int) -> bool:
        """Tell whether so many bytes can be promised: half the room is for what has come."""
        return self._left - size >= self._most // 2


class Share:
    """The part of the room that one body has."""

    def __init__(self, room: Room) -> None:
        self._room, self.size = room, 0

    def has_plenty(self, size: int) -> bool:
        return self._room.has_plenty(size)

    def take(self, size: int) -> None:
        self._room.take(size, is_small=self.size + size <= SMALL)
        self.size += size


async def read_whole(pieces: Pieces, share: Share) -> io.BytesIO:
    """Read a short body to its end. Raises TooSlow, Cut, NoRoom.

    One that is awaited as a whole takes its room before it comes. Who announces bodies and sends
    none can hold half of all room so; what others send then comes piece by piece.
    """
    announced = pieces.announced
    if announced is not None and announced <= WHOLE and share.has_plenty(announced):
        share.take(announced)
        return io.BytesIO(await pieces.whole())
    body = io.BytesIO()

    def put(piece: bytes) -> None:
        share.take(len(piece))
        body.write(piece)

    await pieces.pour(put)
    body.seek(0)
    return body


async def read_unsaid(pieces: Pieces, share: Share, *, most: int) -> io.BytesIO | None:
    """Read a short body whose length nobody said; None for one longer than `most` bytes.

    Where it was cut off that cannot be told: the server ends it as it ends a whole one.
    Raises TooSlow, NoRoom.
    """
    body = io.BytesIO()

    def put(piece: bytes) -> None:
        if body.tell() + len(piece) > most:
            raise _TooLong
        share.take(len(piece))
        body.write(piece)

    try:
        await pieces.pour(put)
    except _TooLong:
        return None
    body.seek(0)
    return body


class Body(io.RawIOBase):
    """A long body as a file for a thread: reading waits for what comes.

    A caller who is cut off or too slow is a ConnectionError, for half of a file or a form is none.
    """

    def __init__(self, pieces: Pieces, loop: asyncio.AbstractEventLoop) -> None:
        self._pieces, self._loop = pieces, loop
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        if not self._rest:
            self._rest = self._next()
        taken = self._rest[: len(target)]
        target[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)

    def _next(self) -> bytes:
        try:
            return asyncio.run_coroutine_threadsafe(self._pieces.next(), self._loop).result()
        except (Cut, TooSlow) as error:
            raise ConnectionError("the body ended before its end") from error
