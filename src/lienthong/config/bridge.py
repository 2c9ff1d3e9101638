"""From RSGI to WSGI and back: what Django needs of a request, and its answer in pieces.

https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md; PEP 3333.
"""

import asyncio
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

PIECE = 256 * 1024  # bytes of a long answer that are sent at a time
# Seconds that the next piece of a body may take, and a small body altogether: who is slower is
# taken to have gone.
PATIENCE = 30
Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Answer:
    """An answer that fits into memory."""

    status: int
    headers: Headers
    body: bytes


class Reply:
    """The way back to the caller, for the thread that works on a request."""

    def __init__(self, protocol: Any, loop: asyncio.AbstractEventLoop) -> None:
        self.protocol, self.loop = protocol, loop

    def stream(self, status: int, headers: Headers, pieces: Iterable[bytes]) -> None:
        """Send a long answer; memory holds one piece, whatever its length."""
        transport = self.protocol.response_stream(status, headers)
        for piece in _gathered(pieces):
            asyncio.run_coroutine_threadsafe(_sent(transport, piece), self.loop).result()


async def _sent(transport: Any, piece: bytes) -> None:
    await transport.send_bytes(piece)


class Body(io.RawIOBase):
    """The body of a request as a file, whose pieces come while it is read."""

    def __init__(self, protocol: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._pieces, self._loop = aiter(protocol), loop
        self._rest, self._is_over = b"", False

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
        """Return the next piece that is not empty; b"" at the end, or when the caller has gone."""
        while not self._is_over:
            future = asyncio.run_coroutine_threadsafe(_next_of(self._pieces), self._loop)
            try:
                piece = future.result(PATIENCE)
            except TimeoutError:
                future.cancel()
                self._is_over = True
                return b""
            if piece is None:
                self._is_over = True
                return b""
            if piece:
                return piece
        return b""


async def _next_of(pieces: Any) -> bytes | None:
    try:
        return bytes(await anext(pieces))
    except (StopAsyncIteration, RuntimeError):  # the server's own errors for who has gone
        return None


async def environ_of(scope: Any, protocol: Any, *, whole: int) -> dict[str, Any]:
    """Return the WSGI environ of a request; a body of up to `whole` bytes is read already.

    Raises TimeoutError for such a body that does not come.
    """
    host, _, port = scope.server.rpartition(":")
    address = scope.client.rpartition(":")[0].strip("[]")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port or "0",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": address,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.file_wrapper": FilePieces,
    }
    for name, value in scope.headers.items():
        _put(environ, name, value)
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    environ["wsgi.input"] = await _body(environ, protocol, whole)
    return environ


def _put(environ: dict[str, Any], name: str, value: str) -> None:
    """Put a field under its WSGI name; a name with an underscore could pass for another's."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
    environ[key] = f"{environ[key]},{value}" if key in environ else value


async def _body(environ: dict[str, Any], protocol: Any, whole: int) -> io.BufferedIOBase:
    length = environ.get("CONTENT_LENGTH", "")
    if not length and "HTTP_TRANSFER_ENCODING" not in environ:
        return io.BytesIO()
    if length.isascii() and length.isdigit() and int(length) <= whole:
        async with asyncio.timeout(PATIENCE):
            return io.BytesIO(await protocol())
    return io.BufferedReader(Body(protocol, asyncio.get_running_loop()), PIECE)


class FilePieces:
    """A file as the pieces of an answer; Django closes it after the answer."""

    def __init__(self, file: Any, _size: int = PIECE) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(PIECE):
            yield piece

    def close(self) -> None:
        self._file.close()


def answer_in_thread(
    application: Callable[..., Any], environ: dict[str, Any], reply: Reply
) -> Answer | None:
    """Run the WSGI application; return a short answer, or send a long one and return None."""
    told: list[Any] = []

    def start_response(status: str, headers: Headers, _failure: Any = None) -> None:
        told[:] = [int(status[:3]), [(name.lower(), value) for name, value in headers]]

    result = application(environ, start_response)
    try:
        if getattr(result, "streaming", True):
            reply.stream(told[0], told[1], result)
            return None
        return Answer(told[0], told[1], b"".join(result))
    finally:
        if hasattr(result, "close"):
            result.close()


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces, so that each way through the event loop is worth it."""
    waiting, size = [], 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)
