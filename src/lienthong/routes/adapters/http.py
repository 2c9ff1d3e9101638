"""One call to the other end of a route: bounded in time and memory, never led elsewhere."""

import http.client
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from lienthong.apikit.outbound import NoLine, open_line, trouble_of, trust_also
from lienthong.kernel.disk import PIECE
from lienthong.routes.ports import TOO_LARGE, Away, TurnedDown
from lienthong.routes.types import Access, Trouble

# Seconds for a single read or write, and for a whole call of ordinary size.
PATIENCE, LONGEST = 20.0, 60.0
# Seconds for a package: a line that carries less than 100 kB a second is no line.
LONGEST_PACKAGE = 900.0
# Bytes of an answer that is no package: a list of ten thousand agencies has two million.
LARGEST_ANSWER = 4 * 1024 * 1024
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. url: absolute. fields: header fields, values as they go over the line in UTF-8."""

    method: str
    url: str
    fields: Mapping[str, str]
    body: Iterable[bytes] = ()
    length: int = 0
    seconds: float = LONGEST


def call(asked: Asked, access: Access, read: Callable[[http.client.HTTPResponse], T]) -> T:
    """Call once and return what `read` makes of the answer, while it comes. Raises Away."""
    parts = urlsplit(asked.url)
    trust, is_begun = trust_also(access.authority), False
    try:
        with open_line(
            parts, access.networks, seconds=asked.seconds, patience=PATIENCE, trust=trust
        ) as line:
            connection = http.client.HTTPConnection(parts.netloc, timeout=PATIENCE)
            connection.sock = line
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            told: dict[str, bytes | str] = {"Content-Length": str(asked.length)}
            told |= {name: value.encode() for name, value in asked.fields.items()}
            told |= {"Connection": "close"}
            is_begun = True
            connection.request(asked.method, path, iter(asked.body), told)
            return read(_unpacked(connection.getresponse()))
    except http.client.HTTPException as error:
        raise Away(Trouble.ODD_ANSWER, type(error).__name__) from error
    except (NoLine, OSError) as error:
        trouble, said = trouble_of(error, is_begun=is_begun)
        raise Away(Trouble(trouble), said) from error


def whole(answer: http.client.HTTPResponse, *, largest: int | None = None) -> bytes:
    """Return the content of an answer. Raises Away for one that is too large."""
    largest = largest or LARGEST_ANSWER
    content = answer.read(largest + 1)
    if len(content) > largest:
        raise Away(Trouble.ODD_ANSWER, "answer too large")
    return content


def save(
    answer: http.client.HTTPResponse, write: Callable[[bytes], object], *, largest: int
) -> int:
    """Write the content of an answer piece by piece and return its size.

    Raises TurnedDown for one that is too large, Away.
    """
    size = 0
    while piece := answer.read(PIECE):
        size += len(piece)
        if size > largest:
            raise TurnedDown(TOO_LARGE, f"> {largest} B")
        write(piece)
    if answer.length:
        raise Away(Trouble.NO_ANSWER, "answer cut off")
    return size


def _unpacked(answer: http.client.HTTPResponse) -> http.client.HTTPResponse:
    """What is packed may unpack to anything; nobody asked for it."""
    if answer.getheader("Content-Encoding", "identity").lower() != "identity":
        raise Away(Trouble.ODD_ANSWER, "answer is packed")
    return answer
