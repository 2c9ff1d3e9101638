"""Ports for servers of tests."""

import random
import socket
from contextlib import suppress


def free_port() -> int:
    """Return a port that nobody listens at, below those from which callers are given theirs.

    A port of the system's own choice may be a caller's by the time a server has started.
    """
    for _try in range(100):
        port = random.randrange(20_000, 32_000)
        with suppress(OSError), socket.socket() as tried:
            tried.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")
