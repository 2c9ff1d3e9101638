"""The door of the lab's axis: a real server of HTTP in threads, which may also hang up."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from lienthong.lab.types import Asked, Given

_LARGEST = 256 * 1024 * 1024  # bytes of a body
_IDLE = 60  # seconds
Answer = Callable[[Asked], Given]


class AxisServer:
    """Serves until it is closed. page: what is shown to people at `/`, as JSON."""

    def __init__(self, answer: Answer, *, host: str, port: int, page: Callable[[], bytes]) -> None:
        """Raises OSError where the port is taken."""

        class Handler(_Handler):
            answer_call = staticmethod(answer)
            told = staticmethod(page)

        self._server = ThreadingHTTPServer((host, port), Handler)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop taking calls."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    answer_call: Answer
    told: Callable[[], bytes]

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """The lab has a log of its own."""

    def _answer(self) -> None:
        path = urlsplit(self.path).path
        if path in ("/", "/lab/now"):
            self._write(Given(200, self.told()))
            return
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > _LARGEST:
            self.close_connection = True
            self._write(Given(413, b"", "text/plain"))
            return
        content = self.rfile.read(int(length))
        if len(content) < int(length):
            self.close_connection = True
            return
        name = path.removeprefix("/vxp")
        given = self.answer_call(Asked(self.command, name, self.headers.get, content))
        self._write(given)

    def _write(self, given: Given) -> None:
        if given.is_lost:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        time.sleep(given.seconds)
        self.send_response(given.status)
        self.send_header("Content-Type", given.kind)
        self.send_header("Content-Length", str(len(given.content)))
        with suppress(ConnectionError):  # who has gone needs no answer
            self.end_headers()
            self.wfile.write(given.content)
