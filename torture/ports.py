"""Ports of this machine."""

import random
import socket

# Below those that the machine gives to who calls out: a server that was killed finds its own again.
_RANGE = (15_000, 32_000)


def free_port() -> int:
    """Return a port on which nobody listens."""
    while True:
        port = random.SystemRandom().randint(*_RANGE)
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
