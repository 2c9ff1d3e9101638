"""From RSGI to WSGI and back: what Django needs of a request, and its answer.

https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md; PEP 3333.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

PIECE = 256 * 1024  # bytes of a long answer that are sent at a time
SHORT = 4 * PIECE  # bytes of an answer that may be kept until they are taken
Headers = list[tuple[str, str]]


def _nothing() -> None:
    """Nothing has to be closed."""


@dataclass(slots=True)
class Answer:
    """What Django answered. A long answer comes in pieces, and has to be closed after them."""

    status: int
    headers: Headers
    body: bytes = b""
    pieces: Iterator[bytes] | None = None
    close: Callable[[], None] = field(default=_nothing)


def environ_of(scope: Any) -> dict[str, Any]:
    """Return the WSGI environ of a request, without its body."""
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
    return environ


def _put(environ: dict[str, Any], name: str, value: str) -> None:
    """Put a field under its WSGI name; a name with an underscore could pass for another's.

    Several lines are joined as signatures join them (RFC 9421, section 2.1).
    """
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
    environ[key] = f"{environ[key]}, {value}" if key in environ else value


def announced_length(environ: dict[str, Any]) -> int | None:
    """Return how many bytes the body has, 0 when there is none; None when that is not said."""
    length = environ.get("CONTENT_LENGTH", "")
    if "HTTP_TRANSFER_ENCODING" in environ:
        return None
    if not length:
        return 0
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else None


class FilePieces:
    """A file as the pieces of an answer; Django closes it after the answer."""

    def __init__(self, file: Any, _size: int = PIECE) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        while piece := self._file.read(PIECE):
            yield piece

    def close(self) -> None:
        self._file.close()


def ask(application: Callable[..., Any], environ: dict[str, Any]) -> Answer:
    """Run the WSGI application; a short answer is whole, a long one has yet to be read.

    A file that says that it is short is read here and now: each further way to the event loop and
    back costs more than the reading. Nothing is read for HEAD.
    """
    told: list[Any] = []

    def start_response(status: str, headers: Headers, _failure: Any = None) -> None:
        told[:] = [int(status[:3]), [(name.lower(), value) for name, value in headers]]

    result = application(environ, start_response)
    close = getattr(result, "close", _nothing)
    is_long = getattr(result, "streaming", True) and not _is_short(told[1])
    if is_long and environ.get("REQUEST_METHOD") == "HEAD":
        close()
        return Answer(told[0], told[1])
    if is_long:
        return Answer(told[0], told[1], pieces=_gathered(result), close=close)
    try:
        return Answer(told[0], told[1], b"".join(result))
    finally:
        close()


def _is_short(headers: Headers) -> bool:
    length = dict(headers).get("content-length", "")
    return length.isdigit() and int(length) <= SHORT


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
