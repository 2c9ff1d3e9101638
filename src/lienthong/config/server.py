"""The application that the web server runs: Django in threads, and callers who wait, in none.

Granian speaks RSGI to it. A request is answered by Django's WSGI application in a thread of our
pool; an answer that says `Lienthong-Park` is kept back, and its caller waits in the event loop
until something has come or the time is up. docs/decisions/0017 has the figures.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lienthong.config.bridge import Answer, Reply, answer_in_thread, environ_of
from lienthong.config.waiting import Parked, WaitingRoom, read_park

# Up to this size a body is read before a thread is taken, so that slow senders hold none.
WHOLE = 256 * 1024  # bytes


class Server:
    """One process: a pool of threads for Django, one waiting room.

    threads: how many requests are worked on at a time. Half of them at most are used for callers
    whose waiting is over, so that pages go on when hundreds wake at once.
    """

    def __init__(self, application: Any, room: WaitingRoom, *, threads: int) -> None:
        self._application, self._room = application, room
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._waking = asyncio.Semaphore(max(1, threads // 2))

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """The process ends: whoever waits is answered now."""
        self._room.close()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            return
        try:
            environ = await environ_of(scope, protocol, whole=WHOLE)
        except TimeoutError:
            protocol.response_empty(408, [])
            return
        reply = Reply(protocol, asyncio.get_running_loop())
        answer = await self._ask(environ, reply)
        if answer is None:
            return
        parked = read_park(answer)
        if parked is not None and await self._waited(parked, protocol):
            again = await self._woken(environ, reply)
            # A signature may have grown too old while its owner waited: the first answer stands.
            answer = again if again is not None and again.status < 400 else answer
        protocol.response_bytes(answer.status, answer.headers, answer.body)

    async def _ask(self, environ: dict[str, Any], reply: Reply) -> Answer | None:
        """Let a thread answer; None when it has sent a long answer by itself."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._pool, answer_in_thread, self._application, environ, reply
        )

    async def _woken(self, environ: dict[str, Any], reply: Reply) -> Answer | None:
        async with self._waking:
            answer = await self._ask(environ, reply)
        if answer is not None:
            read_park(answer)
        return answer

    async def _waited(self, parked: Parked, protocol: Any) -> bool:
        """Wait; False when nothing came. A caller who has gone is waited for no longer."""
        gone = asyncio.ensure_future(protocol.client_disconnect())
        try:
            return await self._room.wait(parked, unless=gone)
        finally:
            gone.cancel()
