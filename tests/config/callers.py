"""Callers of the application as the web server shows them, who send and take as tests want."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from lienthong.config.serving.server import Server
from lienthong.config.serving.waiting import WaitingRoom


class Scope:
    """The head of a request."""

    proto, http_version, scheme, authority = "http", "1.1", "http", None
    server, client, query_string = "127.0.0.1:80", "192.0.2.1:5000", ""

    def __init__(self, method: str, path: str, headers: dict[str, str]) -> None:
        self.method, self.path, self.headers = method, path, headers


class Caller:
    """One request: pieces that come by themselves, then whatever `rest` lets come.

    announced: bytes; None when he sends a body and does not say how long it is.
    takes: whether he takes what is sent; who does not has stopped reading.
    """

    def __init__(
        self,
        *pieces: bytes,
        announced: int | None = 0,
        stops: bool = False,
        takes: bool = True,
        method: str = "",
    ) -> None:
        self._pieces, self._stops, self._takes = iter(pieces), stops, takes
        self._announced = announced or 0
        headers = {"content-length": str(announced)} if announced else {}
        if announced is None:
            headers["transfer-encoding"] = "chunked"
        method = method or ("GET" if announced == 0 else "POST")
        self.scope = Scope(method, "/a", headers)
        self.status, self.body, self.goes_on = 0, b"", asyncio.Event()

    def __aiter__(self) -> "Caller":
        return self

    async def __anext__(self) -> bytes:
        for piece in self._pieces:
            return piece
        if self._stops:
            await self.goes_on.wait()
        raise StopAsyncIteration

    async def __call__(self) -> bytes:
        """Bring the whole body, as the web server does; RuntimeError when it is cut off."""
        body = b"".join([piece async for piece in self])
        if len(body) < self._announced:
            raise RuntimeError("transport is closed")
        return body

    async def client_disconnect(self) -> None:
        await asyncio.Event().wait()

    def response_bytes(self, status: int, _headers: object, body: bytes) -> None:
        self.status, self.body = status, body

    def response_file(self, status: int, _headers: object, path: str) -> None:
        """Read as the web server does: only as fast as it is taken."""
        self.status = status
        self._reading = asyncio.ensure_future(self._read(path))

    async def _read(self, path: str) -> None:
        loop = asyncio.get_running_loop()
        with await loop.run_in_executor(None, open, path, "rb") as file:
            if not self._takes:
                await self.goes_on.wait()
            self.body += await loop.run_in_executor(None, file.read)

    async def taken(self) -> None:
        """Wait until the end of a long answer has come."""
        await self._reading


class Whole(list[bytes]):
    """An answer that fits into memory, as Django gives it."""

    streaming = False


def application(answer: Callable[[dict[str, Any]], Iterable[bytes]]) -> Any:
    """A WSGI application that answers 200 with what the function makes of the environ."""

    def answered(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        result = answer(environ)
        start_response("200 OK", [])
        return result

    return answered


def a_server(answer: Callable[[dict[str, Any]], Iterable[bytes]], **facts: Any) -> Server:
    room = WaitingRoom(lambda _agencies: {}, ThreadPoolExecutor(1))
    return Server(application(answer), room, **{"threads": 1, **facts})


async def ends(task: "asyncio.Future[Any]") -> None:
    """Wait for what has to come by itself. Raises TimeoutError when it does not."""
    await asyncio.wait_for(task, 60)
