"""The first process of the web server: it starts those that answer and sees that they live.

`serve` becomes this program when everything is made ready: what it had loaded for that, a hundred
megabytes, would stay in memory for nothing. One process that answers loads the product itself;
several have it in common with the first, which loads it before it forks.
"""

import argparse
import os
import sys
from threading import Thread
from typing import Any

from django.conf import settings
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from lienthong.config.serving.loading import load_everything

# What is being worked on may take this long once the server is told to stop.
SECONDS_TO_END = 30
# Whoever sends the head of a request slower than this is disconnected.
MILLISECONDS_FOR_HEAD = 10_000
# Bytes of a request's head at most; cookies and addresses need a few thousand.
LARGEST_HEAD = 32 * 1024


class Server(Granian):  # type: ignore[misc,valid-type]  # one class a platform
    """The web server, which ends however often it is told to."""

    interrupt_signal: bool

    def signal_handler_interrupt(self, *_signal: object) -> None:
        """Wake the main thread by another one, once.

        The handler runs in the main thread, which may hold the lock of the event that it waits
        for, or be within this handler already: setting the event here could wait for itself.
        """
        if not self.interrupt_signal:
            self.interrupt_signal = True
            Thread(target=self.main_loop_interrupt.set).start()


def web_server(
    *, host: str, port: int, workers: int, head_within: int = MILLISECONDS_FOR_HEAD
) -> Any:
    """Return the server that `serve` runs, with its limits on what a caller may send."""
    return Server(
        "lienthong.config.serving.rsgi:application",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        http=HTTPModes.http1,  # the proxy speaks it; each further protocol is one to guard
        http1_settings=HTTP1Settings(header_read_timeout=head_within, max_buffer_size=LARGEST_HEAD),
        websockets=False,
        # Room for callers who wait and for idle ones until they are disconnected.
        backlog=4096,
        backpressure=8192,
        log_access=False,
        log_dictconfig=settings.LOGGING,
        respawn_failed_workers=True,
        # A thread that has just answered keeps its process for half a minute otherwise.
        workers_kill_timeout=SECONDS_TO_END,
    )


def command_line(*, host: str, port: int, workers: int) -> list[str]:
    """Return how this program is called: by the same Python, with the same packages."""
    # The folder that somebody stands in counts where it counted before, and only there.
    apart = [] if os.getcwd() in sys.path else ["-P"]
    words = ("--host", host, "--port", str(port), "--workers", str(workers))
    return [sys.executable, *apart, "-m", "lienthong.config.serving.first_process", *words]


def main() -> None:
    """Serve until told to end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    for name in ("--port", "--workers"):
        parser.add_argument(name, type=int, required=True)
    told = parser.parse_args()
    if told.workers > 1:
        load_everything()
    web_server(**vars(told)).serve()


if __name__ == "__main__":
    main()
