"""A gate before the database of an installation: shut, it is away; open, it is back."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Gate:
    """Carries bytes between the programs of an installation and PostgreSQL; on SQLite, nothing.

    address: the database as the programs are told to reach it.
    """

    def __init__(self, database: str) -> None:
        self.address, self._is_open = database, True
        self._carried: list[socket.socket] = []
        if not database:
            return
        parts = urlsplit(database)
        self._behind = (parts.hostname, parts.port or 5432)
        self._door = socket.create_server(("127.0.0.1", 0))
        port = self._door.getsockname()[1]
        self.address = database.replace(f"{parts.hostname}:{parts.port}", f"127.0.0.1:{port}")
        threading.Thread(target=self._let_in, daemon=True).start()

    def shut(self) -> None:
        """Break every connection and take no new one, as a server that was stopped."""
        self._is_open = False
        while self._carried:
            with suppress(OSError):
                self._carried.pop().shutdown(socket.SHUT_RDWR)

    def open(self) -> None:
        self._is_open = True

    def close(self) -> None:
        if self.address:
            self._is_open = False
            self._door.close()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                inside, _address = self._door.accept()
                if self._is_open:
                    self._carry(inside, socket.create_connection(self._behind))
                else:
                    inside.close()

    def _carry(self, *pair: socket.socket) -> None:
        self._carried += pair
        for source, target in (pair, pair[::-1]):
            threading.Thread(target=_copy, args=(source, target), daemon=True).start()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    for one in (source, target):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
