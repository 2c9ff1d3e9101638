"""The other end of a line: a real socket that answers whatever a test wants."""

import socket
import threading
from collections.abc import Callable

LOOPBACK = ("127.0.0.0/8",)


class Server:
    """Answers each connection with the next of these bytes; remembers what it was asked."""

    def __init__(self, *answers: bytes | Callable[[socket.socket], None]) -> None:
        self.asked: list[bytes] = []
        self._answers = list(answers)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        for answer in self._answers:
            connected, _address = self._socket.accept()
            with connected:
                self.asked.append(_request(connected))
                if callable(answer):
                    answer(connected)
                else:
                    connected.sendall(answer)

    def end(self) -> None:
        self._socket.close()


def _request(connected: socket.socket) -> bytes:
    came = b""
    while b"\r\n\r\n" not in came:
        came += connected.recv(65536)
    head, _end, body = came.partition(b"\r\n\r\n")
    length = next(
        (
            int(one.split(b":")[1])
            for one in head.split(b"\r\n")
            if one.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += connected.recv(65536)
    return head + b"\r\n\r\n" + body


def said(content: bytes, *, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\n{more}\r\n"
    return head.encode() + content
