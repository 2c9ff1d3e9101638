"""Long answers, sent as fast as they are taken: no more of one is in memory than a pipe holds.

The web server's own stream takes whatever it is given and keeps what its caller has not taken yet;
of a file of a gigabyte and a slow line that is a gigabyte. A file it reads only as fast as the
caller takes it: so a long answer goes through a pipe with a name, which it is told to send.
"""

import asyncio
import errno
import os
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from lienthong.config.serving.bodies import Cut
from lienthong.config.serving.bridge import Headers

_OPENING = 10.0  # seconds that the web server has to open a pipe


async def pipe_to(protocol: Any, status: int, headers: Headers) -> "Pipe":
    """Begin a long answer; return where its pieces go. Raises Cut."""
    path = Path(tempfile.gettempdir()) / f"{uuid4().hex}.pipe"
    os.mkfifo(path, 0o600)
    try:
        protocol.response_file(status, headers, str(path))
        return Pipe(await _opened(path))
    finally:
        path.unlink()


class Pipe:
    """The end of a pipe into which is written; whoever reads it sets the pace."""

    def __init__(self, file: int) -> None:
        self._file, self._loop, self._is_open = file, asyncio.get_running_loop(), True

    async def put(self, piece: bytes) -> None:
        """Return when the piece was taken. Raises Cut."""
        left = memoryview(piece)
        while left:
            try:
                left = left[os.write(self._file, left) :]
            except BlockingIOError:
                await self._has_room()
            except BrokenPipeError as gone:
                raise Cut from gone

    async def _has_room(self) -> None:
        ready = asyncio.Event()
        self._loop.add_writer(self._file, ready.set)
        try:
            await ready.wait()
        finally:
            if self._is_open:  # else the number may be another file's by now
                self._loop.remove_writer(self._file)

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            self._loop.remove_writer(self._file)
            os.close(self._file)


async def _opened(path: Path) -> int:
    """Return the pipe once the web server reads it; it does not where the caller has gone."""
    until, pause = time.monotonic() + _OPENING, 0.0005
    while time.monotonic() < until:
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:  # nobody reads it yet
                raise
        await asyncio.sleep(pause)
        pause = min(2 * pause, 0.05)
    raise Cut
