"""A machine that answers a little at a time, so that patience between pieces never ends."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def dripping(begin: bytes, drop: bytes, *, drops: int = 1500) -> Iterator[int]:
    """A machine on this one that begins so, then drops for half a minute; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            with suppress(OSError):
                made, _address = listening.accept()
                with made:
                    made.recv(65536)
                    made.sendall(begin)
                    for _drop in range(drops):
                        made.sendall(drop)
                        time.sleep(0.02)

        threading.Thread(target=drip, daemon=True).start()
        yield listening.getsockname()[1]
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
