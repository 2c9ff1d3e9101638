"""The application that the web server runs: Django in threads, and callers who wait, in none.

Granian speaks RSGI to it. A request is answered by Django's WSGI application in a thread of our
pool; an answer that says `Lienthong-Park` is kept back, and its caller waits in the event loop
until something has come or the time is up. docs/decisions/0017 has the figures.
"""

import asyncio
import io
import signal
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from types import FrameType
from typing import Any

from lienthong.config.serving.bodies import (
    GRACE,
    Body,
    Cut,
    NoRoom,
    Pace,
    Pieces,
    Room,
    Share,
    TooSlow,
    read_unsaid,
    read_whole,
)
from lienthong.config.serving.bridge import (
    PIECE,
    Answer,
    announced_length,
    ask,
    environ_of,
)
from lienthong.config.serving.sending import Pipe, pipe_to
from lienthong.config.serving.waiting import Parked, WaitingRoom, read_park
from lienthong.operation.errors import RequestCut, RequestTooSlow, ServerBusy
from lienthong.webkit.body_limit import PLAIN, TROUBLE

# What is told to a caller whose body did not come, and why.
_TROUBLES: dict[type[Exception], str] = {
    TooSlow: RequestTooSlow.code,
    Cut: RequestCut.code,
    NoRoom: ServerBusy.code,
    TimeoutError: ServerBusy.code,
}
IN_LINE = 60  # seconds that the sender of a long body waits until another one is through


class Server:
    """One process: threads for Django, others for long bodies, one waiting room.

    threads: how many requests are worked on at a time. Half of them at most are used for callers
    whose waiting is over, so that pages go on when hundreds wake at once. A body of more than a
    form takes comes while a thread waits for it: as many threads of their own are for that, and
    nobody else's.
    grace: seconds that a caller may keep us waiting.
    in_pieces: how addresses begin where a short body may come without its length.
    """

    def __init__(
        self,
        application: Any,
        room: WaitingRoom,
        *,
        threads: int,
        grace: float = GRACE,
        in_pieces: tuple[str, ...] = (),
    ) -> None:
        self._application, self._room, self._held = application, room, Room()
        self._grace, self._in_pieces = grace, in_pieces
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._waking = asyncio.Semaphore(max(1, threads // 2))
        self._bodies = ThreadPoolExecutor(threads, thread_name_prefix="body")
        self._long = asyncio.Semaphore(threads)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Answer whoever waits as soon as the process is told to end.

        The web server would let them wait on, and kill the process with all who are in it when
        that takes too long. Its own way of hearing a signal goes on besides.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._also_close(loop, signal.getsignal(number)))

    def _also_close(self, loop: asyncio.AbstractEventLoop, earlier: Any) -> Any:
        def told(number: int, frame: FrameType | None) -> None:
            with suppress(RuntimeError):  # the loop has ended already
                loop.call_soon_threadsafe(self._room.close)
            if callable(earlier):
                earlier(number, frame)

        return told

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            return
        environ = environ_of(scope)
        with self._held.share() as share:
            answer = await self._answer(environ, protocol, share)
        parked = read_park(answer)
        if parked is not None:
            answer = await self._later(answer, parked, environ, protocol)
        await self._send(answer, protocol)

    async def _answer(self, environ: dict[str, Any], protocol: Any, share: Share) -> Answer:
        """Bring the body, if there is one, and let Django answer."""
        length = announced_length(environ)
        pieces = Pieces(protocol, announced=length, pace=Pace(grace=self._grace))
        environ["wsgi.input"] = io.BytesIO()
        try:
            if length is None:
                environ.pop("CONTENT_LENGTH", None)
                if environ["PATH_INFO"].startswith(self._in_pieces):
                    await _measure(environ, pieces, share)
                return await self._ask(environ, self._pool)
            if length <= PLAIN:
                environ["wsgi.input"] = await read_whole(pieces, share) if length else io.BytesIO()
                return await self._ask(environ, self._pool)
            async with self._in_line():
                body = Body(pieces, asyncio.get_running_loop())
                environ["wsgi.input"] = io.BufferedReader(body, PIECE)
                return await self._ask(environ, self._bodies)
        except tuple(_TROUBLES) as trouble:
            environ[TROUBLE] = _TROUBLES[type(trouble)]
            return await self._ask(environ, self._pool)

    @asynccontextmanager
    async def _in_line(self) -> AsyncIterator[None]:
        """Wait for one of the threads for long bodies. Raises TimeoutError."""
        async with asyncio.timeout(IN_LINE):
            await self._long.acquire()
        try:
            yield
        finally:
            self._long.release()

    async def _ask(self, environ: dict[str, Any], pool: Executor) -> Answer:
        answer: Answer = await _in_thread(pool, ask, self._application, environ)
        return answer

    async def _later(
        self, answer: Answer, parked: Parked, environ: dict[str, Any], protocol: Any
    ) -> Answer:
        """Return what there is to say when something has come, or when the time is up.

        Who is woken while another takes what came (places are given by one reader at a time) waits
        on. A signature may have grown too old while its owner waited: the answer before stands.
        """
        clock = asyncio.get_running_loop()
        until = clock.time() + parked.seconds
        still: Parked | None = parked
        while still is not None and clock.time() < until:
            if not await self._waited(replace(still, seconds=until - clock.time()), protocol):
                break
            async with self._waking:
                again = await self._ask(environ, self._pool)
            still = read_park(again)
            if again.status >= 400:
                break
            answer = again
        return answer

    async def _waited(self, parked: Parked, protocol: Any) -> bool:
        """Wait; False when nothing came. A caller who has gone is waited for no longer."""
        gone = asyncio.ensure_future(protocol.client_disconnect())
        try:
            return await self._room.wait(parked, unless=gone)
        finally:
            gone.cancel()

    async def _send(self, answer: Answer, protocol: Any) -> None:
        """Send an answer. A long one holds a thread while a piece is read, none while it is sent.

        Who takes it too slowly is let go: his answer ends before its end.
        """
        if answer.pieces is None:
            protocol.response_bytes(answer.status, answer.headers, answer.body)
            return
        out: Pipe | None = None
        try:
            out = await pipe_to(protocol, answer.status, answer.headers)
            pace = Pace(grace=self._grace)
            while piece := await _in_thread(self._pool, next, answer.pieces, b""):
                await pace.wait(out.put(piece))
                pace.earn(len(piece))
        except (TooSlow, Cut):
            return
        finally:
            if out is not None:
                out.close()
            await _in_thread(self._pool, answer.close)


async def _measure(environ: dict[str, Any], pieces: Pieces, share: Share) -> None:
    """Bring a short body that comes in pieces (`Transfer-Encoding: chunked`), and say its length.

    Of a longer one nothing is brought and no length is said: it is refused.
    """
    body = await read_unsaid(pieces, share, most=PLAIN)
    if body is not None:
        environ["wsgi.input"] = body
        environ["CONTENT_LENGTH"] = str(body.getbuffer().nbytes)


async def _in_thread(pool: Executor, act: Callable[..., Any], *given: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(pool, act, *given)
