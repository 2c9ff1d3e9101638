"""Ports of this machine for servers of tests and of the harness."""

import random
import socket
from contextlib import suppress

# Below those that the machine gives to who calls out: a server that was killed finds its own again.
_RANGE = (15_000, 32_000)
# A name of Linux that one process holds until it ends: no other is given the port meanwhile, which
# a server binds seconds later.
_NAME = "\0lienthong-port-{}"
_held: list[socket.socket] = []


def free_port() -> int:
    """Return a port on which nobody listens, and which nobody else was given who still runs.

    Raises RuntimeError when none is found.
    """
    chance = random.SystemRandom()
    for _try in range(1000):
        port = chance.randint(*_RANGE)
        with suppress(OSError), socket.socket() as tried:
            tried.bind(("127.0.0.1", port))
            _hold(port)
            return port
    raise RuntimeError("no port is free")


def _hold(port: int) -> None:
    """Keep others from a port. Raises OSError when somebody has it."""
    name = socket.socket(socket.AF_UNIX)
    try:
        name.bind(_NAME.format(port))
    except OSError:
        name.close()
        raise
    _held.append(name)
