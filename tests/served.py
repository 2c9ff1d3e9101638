"""The real web server on a scratch installation, and callers that are not always polite."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.scratch import Scratch
from torture.ports import free_port

# What a call may take where others use the machine: no test is about seconds of a quiet one.
PATIENCE = 120
_SERVE = """
import sys
from lienthong.config.serving.first_process import web_server
web_server(host="127.0.0.1", port=int(sys.argv[1]), workers=1, head_within=3000).serve()
"""


class Served:
    """One web server with one process, as `lienthong serve` runs it; its log is a file."""

    python = sys.executable

    def __init__(self, scratch: Scratch, *, threads: int = 4, **settings: str) -> None:
        self.scratch, self.port = scratch, free_port()
        self.log = scratch.home / f"serve-{self.port}.log"
        self._environment = {
            **scratch.environment,
            "DJANGO_SETTINGS_MODULE": "tests.served_settings",
            "LIENTHONG_THREADS": str(threads),
            "LIENTHONG_LOG": "json",
            "LIENTHONG_LOG_LEVEL": "warning",
            **settings,
        }
        self.begin()

    def begin(self) -> None:
        """Start the process; `answers` waits until it is there."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _SERVE, str(self.port)],
                env=self._environment,
                cwd=self.scratch.home,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )

    def answers(self) -> "Served":
        """Wait for the first answer. Raises AssertionError when there is none."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(OSError):
                if self.call("GET", "/healthz")[0].status == 200:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"the server does not answer: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def call(
        self, method: str, path: str, token: str = "", body: Any = None, **fields: str
    ) -> tuple[HTTPResponse, bytes]:
        """Call and read the whole answer."""
        headers = {name.replace("_", "-"): value for name, value in fields.items()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer, answer.read()
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def send(self, *pieces: bytes) -> socket.socket:
        """Send bytes as they are, and do not wait for what is answered."""
        made = self.connect()
        for piece in pieces:
            made.sendall(piece)
        return made

    def raw(self, *pieces: bytes) -> bytes:
        """Send bytes as they are and return all that comes until the server closes."""
        return read_all(self.connect(), pieces)

    def poll(self, token: str, seconds: int, *, after: str = "") -> socket.socket:
        """Ask what arrived after a cursor and do not wait for the answer."""
        return self.send(
            f"GET /api/v1/arrivals?wait={seconds}&after={quote(after)} HTTP/1.1\r\n"
            f"Host: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
            "Connection: close\r\n\r\n".encode()
        )

    def memory(self, *, peak: bool = False) -> int:
        """Bytes that the largest process of the server has, or ever had, resident."""
        found = [self.process.pid, *self.children()]
        name = "VmHWM" if peak else "VmRSS"
        texts = [Path(f"/proc/{pid}/status").read_text() for pid in found]
        return max(int(re.search(rf"{name}:\s+(\d+) kB", text)[1]) for text in texts) * 1024

    def children(self) -> list[int]:
        """The processes that answer, and their helpers."""
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in told.read_text().split()]

    def problems(self) -> list[str]:
        """Return the lines of the log that tell of an error nobody expected."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if "Traceback" in line or '"level": "error"' in line]


def read_all(sock: socket.socket, pieces: Iterable[bytes] = ()) -> bytes:
    """Send the pieces, read until the other side closes; who is cut off has read what came."""
    data = b""
    with sock:
        with suppress(OSError):
            for piece in pieces:
                sock.sendall(piece)
        with suppress(ConnectionError):
            while piece := sock.recv(65536):
                data += piece
    return data


def status_of(answer: bytes) -> int:
    """The status of the first answer among these bytes; 0 for none."""
    found = re.match(rb"HTTP/1\.[01] (\d{3})", answer)
    return int(found[1]) if found else 0


def body_of(answer: bytes) -> Any:
    return json.loads(answer.partition(b"\r\n\r\n")[2])
