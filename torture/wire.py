"""A bad line between two programs: cuts, waits, loses answers, and says things twice.

Every request goes over a connection of its own to the other side; what happens to it is chosen
by chance. Requests have a length, answers end with their connection, as HTTP allows.
"""

import random
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

# What may happen to a request, and how often.
FAULTS = {
    "none": 60,
    "slow": 8,
    "refused": 6,  # the line is cut before anything went over it
    "cut in the middle": 8,  # of what is sent
    "answer lost": 8,  # after the other side has done it
    "answer cut": 4,
    "answer twice": 3,
    "request twice": 3,  # as a proxy does that tries again
}
_PIECE = 64 * 1024


@dataclass
class Wire:
    """A line to a port of this machine. chance: of the faults. told: the file that counts them."""

    port: int
    behind: int
    chance: random.Random
    told: str

    def carry(self) -> None:
        """Let programs in until killed."""
        door = socket.create_server(("127.0.0.1", self.port), backlog=128)
        while True:
            inside, _address = door.accept()
            threading.Thread(target=self._line, args=(inside,), daemon=True).start()

    def _line(self, inside: socket.socket) -> None:
        with inside, suppress(OSError):
            while request := _request(inside):
                (fault,) = self.chance.choices(list(FAULTS), list(FAULTS.values()))
                with open(self.told, "a") as told:
                    told.write(f"{fault}\n")
                if not self._pass_on(fault, request, inside):
                    return

    def _pass_on(self, fault: str, request: bytes, inside: socket.socket) -> bool:
        """Carry one request; False when the line is over."""
        if fault == "refused":
            return False
        if fault == "slow":
            time.sleep(self.chance.random() / 4)
        if fault == "cut in the middle":
            self._ask(request[: self.chance.randrange(len(request))], is_whole=False)
            return False
        if fault == "request twice":
            self._ask(request)
        answer = self._ask(request)
        if fault == "answer lost":
            return False
        if fault == "answer cut":
            inside.sendall(answer[: self.chance.randrange(len(answer) or 1)])
            return False
        inside.sendall(answer * (2 if fault == "answer twice" else 1))
        return fault == "answer twice"

    def _ask(self, request: bytes, *, is_whole: bool = True) -> bytes:
        """Send it over and return all that comes back; what is cut off is reset, not ended."""
        with socket.create_connection(("127.0.0.1", self.behind), timeout=60) as outside:
            outside.sendall(request)
            if not is_whole:
                hard = b"\1\0\0\0\0\0\0\0"  # SO_LINGER without waiting: a reset
                outside.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard)
                return b""
            answer = b""
            while piece := outside.recv(_PIECE):
                answer += piece
            return answer


def _request(inside: socket.socket) -> bytes:
    """Read one request whole, and ask for an answer that ends with its connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = inside.recv(_PIECE)
        if not piece:
            return b""
        data += piece
    head, _gap, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next((int(s[15:]) for s in lines if s.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        piece = inside.recv(_PIECE)
        if not piece:
            return b""
        body += piece
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""]) + body
