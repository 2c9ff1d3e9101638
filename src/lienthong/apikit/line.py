"""A connection that is ended from outside when its time is over, whatever it is waiting for."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import httpx

# What a request has to say: what is packed may unpack to anything; a line is for one question.
PLAIN = {"Accept-Encoding": "identity", "Connection": "close"}


class Line:
    """The connection below one question over HTTP.

    Patience between pieces does not end on a machine that sends a byte now and then, be it in its
    handshake, its headers or its content.
    """

    def __init__(self) -> None:
        self._socket: socket.socket | None = None
        self._is_ended = False

    def follow(self, event: str, facts: Mapping[str, Any]) -> None:
        """Take a handle of the new connection; for the "trace" of a request."""
        if event == "connection.connect_tcp.complete":
            # A second one: the first disappears inside TLS.
            self._socket = facts["return_value"].get_extra_info("socket").dup()
            if self._is_ended:
                self._shut()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Give the question so long. Raises TimeoutError when it had no whole answer by then."""
        self._is_ended = seconds <= 0
        self._refuse_late(None)
        timer = threading.Timer(seconds, self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception as error:
            self._refuse_late(error)
            raise
        else:
            # What was cut off looks like the end of an answer.
            self._refuse_late(None)
        finally:
            timer.cancel()
            if self._socket is not None:
                self._socket.close()

    def _refuse_late(self, error: Exception | None) -> None:
        if self._is_ended:
            raise TimeoutError("answer took too long") from error

    def _end(self) -> None:
        self._is_ended = True
        self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):  # it may have ended by itself
                self._socket.shutdown(socket.SHUT_RDWR)


def content_of(response: httpx.Response, *, largest: int) -> bytes:
    """Return the content as it came. Raises OSError when it is packed or has more bytes."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise OSError("answer is packed")
    found = bytearray()
    for piece in response.iter_raw():
        found += piece
        if len(found) > largest:
            raise OSError("answer too large")
    return bytes(found)
