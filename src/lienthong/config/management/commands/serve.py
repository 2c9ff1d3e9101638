"""`lienthong serve`: the web server of an installation."""

import os
import shutil
from argparse import ArgumentParser
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from lienthong.config.serving.static_files import collect_static_files

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


class Command(BaseCommand):
    help = (
        "Serve the pages and the interface. Ends after the requests in hand on SIGTERM and Ctrl-C. "
        "Static files are collected first when they have changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=1, help="processes; 1 with SQLite")
        parser.add_argument(
            "--threads", type=int, help="threads of a process; default: LIENTHONG_THREADS"
        )

    def handle(
        self, *, host: str, port: int, workers: int, threads: int | None, **options: Any
    ) -> None:
        collect_static_files()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics_folder())
        # For a process that is forked, and for one that reads its settings anew.
        settings.LIENTHONG_THREADS = threads or settings.LIENTHONG_THREADS
        os.environ["LIENTHONG_THREADS"] = str(settings.LIENTHONG_THREADS)
        self.stdout.write(f"http://{host}:{port}/\tpid {os.getpid()}")
        self.stdout.flush()
        web_server(host=host, port=port, workers=workers).serve()


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


def _metrics_folder() -> Path:
    """A folder for this server's figures alone; those of servers before it are gone with them."""
    folder = settings.LIENTHONG_HOME / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return Path(folder)
