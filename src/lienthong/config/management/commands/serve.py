"""`lienthong serve`: the web server of an installation."""

import errno
import logging
import os
import shutil
import socket
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error

from lienthong.access import services as access
from lienthong.config.serving import first_process
from lienthong.config.serving.static_files import collect_static_files
from lienthong.kernel import clock
from lienthong.operation.queries.findings.machine import secret_key_looks
from lienthong.webkit.commands import WrongUse
from lienthong.webkit.wording import fill

logger = logging.getLogger(__name__)
# Seconds in which a server that was killed has left its port.
LEAVING = 5.0


class Command(BaseCommand):
    help = (
        "Serve the pages and the interface. Ends after the requests in hand on SIGTERM and Ctrl-C. "
        "Static files are collected first when they have changed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=1, help="processes; one a processor")
        parser.add_argument(
            "--threads", type=int, help="threads of a process; default: LIENTHONG_THREADS"
        )

    def handle(
        self, *, host: str, port: int, workers: int, threads: int | None, **options: Any
    ) -> None:
        _require_free(host, port)
        collect_static_files()
        self._look_at_secret_key()
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_metrics_folder())
        os.environ["LIENTHONG_THREADS"] = str(threads or settings.LIENTHONG_THREADS)
        name = f"[{host}]" if ":" in host else host
        self.stdout.write(f"http://{name}:{port}/\tpid {os.getpid()}")
        self.stdout.flush()
        words = first_process.command_line(host=host, port=port, workers=workers)
        os.execv(words[0], words)  # noqa: S606  # our own words, no shell wanted

    def _look_at_secret_key(self) -> None:
        """Say it when the secret key is not that of before; the server starts all the same."""
        try:
            access.know_secret_key(now=clock.now())
            found = list(secret_key_looks(clock.now()))
        except Error:  # a database that is away, or without tables yet: `/readyz` says so
            found = []
        for one in found:
            said = fill(one.sentence, one.facts)
            logger.warning("the secret key is another one", extra={"code": one.code})
            self.stderr.write(f"{one.code}\t{said}\n\t→ {fill(one.next_step, {})}")


def _require_free(host: str, port: int) -> None:
    """Try whether we can listen there; Granian would share a port with another server of ours.

    Raises WrongUse.
    """
    until = time.monotonic() + LEAVING
    while error := _listened_at(host, port):
        if error.errno != errno.EADDRINUSE or time.monotonic() >= until:
            raise WrongUse(error)
        time.sleep(0.1)


def _listened_at(host: str, port: int) -> OSError | None:
    try:
        for family, kind, _proto, _name, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            with socket.socket(family, kind) as trial:
                # Connections that have ended do not keep a port from us.
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                trial.bind(address)
    except OSError as error:
        return error
    return None


def _metrics_folder() -> Path:
    """A folder for this server's figures alone; those of servers that have ended are removed.

    While one server takes another's place, on another port, both count.
    """
    parent = Path(settings.LIENTHONG_HOME) / "metrics"
    parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = str(os.getpid())
    for old in parent.iterdir():
        if old.is_file():  # where figures lay until 23 November 2026
            old.unlink(missing_ok=True)
        elif old.name == own or not _is_running(old.name):
            shutil.rmtree(old, ignore_errors=True)
    folder = parent / own
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _is_running(name: str) -> bool:
    """Whether a folder is named by a process that is there."""
    return name.isdecimal() and Path("/proc", name).exists()
