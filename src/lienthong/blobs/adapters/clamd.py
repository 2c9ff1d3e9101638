"""clamd as virus scanner, over its socket (INSTREAM; clamd(8))."""

import socket
import struct
import time
from typing import BinaryIO

from lienthong.blobs.ports import ScannerAway

_PIECE = 128 * 1024
_LONGEST_ANSWER = 4096


class Clamd:
    """A clamd at `unix:/path` or `tcp:host:port`, behind `ports.VirusScanner`.

    seconds: for one file from the first byte to the answer.
    """

    def __init__(self, address: str, *, seconds: float = 60.0) -> None:
        self._address, self._seconds = address, seconds

    def scan(self, content: BinaryIO) -> str:
        until = time.monotonic() + self._seconds
        try:
            with self._connected() as wire:
                wire.sendall(b"zINSTREAM\0")
                while piece := content.read(_PIECE):
                    wire.settimeout(_left(until))
                    wire.sendall(struct.pack(">I", len(piece)) + piece)
                wire.sendall(struct.pack(">I", 0))
                return _found(_answer(wire, until))
        except OSError as gone:
            raise ScannerAway(str(gone)) from gone

    def _connected(self) -> socket.socket:
        kind, _colon, place = self._address.partition(":")
        if kind == "unix":
            wire = socket.socket(socket.AF_UNIX)
            wire.settimeout(self._seconds)
            wire.connect(place)
            return wire
        host, _colon, port = place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self._seconds)


def _answer(wire: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        wire.settimeout(_left(until))
        piece = wire.recv(_LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _found(answer: str) -> str:
    """Return the name of a virus, "" for a clean file. Raises ScannerAway for all else."""
    what = answer.removeprefix("stream: ")
    if what == "OK":
        return ""
    if what.endswith(" FOUND"):
        return what.removesuffix(" FOUND")[:100]
    raise ScannerAway(answer[:200] or "no answer")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("clamd took too long")
    return left
