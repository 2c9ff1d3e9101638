"""HTTP as lean as it can be: the driver shares the machine with what it measures."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
_LIMIT = 1 << 20


@dataclass(slots=True)
class Wire:
    """One program's connections to a server, which it keeps; another one where all are in use."""

    address: str
    _idle: list[Streams] = field(default_factory=list)

    @property
    def host(self) -> str:
        return urlsplit(self.address).netloc

    async def ask(
        self, method: str, path: str, fields: Mapping[str, str], body: bytes = b""
    ) -> bytes:
        """Send one request and return the body of its answer; RuntimeError if it is refused."""
        async with self._streams() as (reader, writer):
            writer.write(self.head(method, path, fields, len(body)))
            if body:
                writer.write(body)
            await writer.drain()
            return await answer(reader, path)

    def head(self, method: str, path: str, fields: Mapping[str, str], length: int) -> bytes:
        """Return the head of a request. Fields are UTF-8, as the clients of the axis write them."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\n"
            f"Content-Length: {length}\r\n{lines}\r\n"
        ).encode()

    @asynccontextmanager
    async def _streams(self) -> AsyncIterator[Streams]:
        # The server ends connections that were idle for long, or cuts them off.
        while self._idle and (self._idle[-1][0].at_eof() or self._idle[-1][1].is_closing()):
            self._idle.pop()[1].close()
        streams = self._idle.pop() if self._idle else await self.connect()
        yield streams
        self._idle.append(streams)  # after an error it is in an unknown state, and left

    async def connect(self) -> Streams:
        """Open a connection of its own."""
        parts = urlsplit(self.address)
        return await asyncio.open_connection(parts.hostname, parts.port, limit=_LIMIT)

    def close(self) -> None:
        """End all connections that are not in use."""
        for _reader, writer in self._idle:
            writer.close()
        self._idle.clear()


class Busy(Exception):
    """The server takes nothing more at the moment, and wants to be asked again."""


async def answer(reader: asyncio.StreamReader, path: str) -> bytes:
    """Read one answer with its body; RuntimeError if it is no success. Raises Busy."""
    said = await head_of(reader)
    if "content-length" in said:
        body = await reader.readexactly(int(said["content-length"]))
    else:
        body = await _chunks(reader)
    if said[""].startswith("503"):
        raise Busy(path)
    if not said[""].startswith("2"):
        raise RuntimeError(f"{path}: {said['']} {body.decode()[:500]}")
    return body


async def head_of(reader: asyncio.StreamReader) -> dict[str, str]:
    """Return the fields of an answer by their names in small letters; "" is the status."""
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines[1:] if line)
    status = lines[0].split(" ", 1)[1]
    return {"": status, **{name.lower(): value for name, value in fields.items()}}


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    pieces = []
    while size := int(await reader.readline(), 16):
        pieces.append((await reader.readexactly(size + 2))[:-2])
    await reader.readline()
    return b"".join(pieces)
