"""Ports for servers of ours, and waiting until one answers."""

import socket
import time


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_for_port(port: int, *, seconds: float = 30) -> None:
    """Return when somebody listens there. Raises RuntimeError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as asking:
            asking.settimeout(1)
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"nobody listens at {port}")
