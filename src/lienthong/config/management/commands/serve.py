"""`lienthong serve`: the web server of an installation."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces

SECONDS_TO_END = 3


class Command(BaseCommand):
    help = "Serve the pages. Static files are collected first when they have changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=1, help="processes; 1 with SQLite")
        parser.add_argument("--threads", type=int, default=4, help="threads of a process")

    def handle(self, *, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        _collect()
        Granian(
            "lienthong.config.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            log_access=False,
            # A thread that has just answered keeps its process for half a minute otherwise.
            workers_kill_timeout=SECONDS_TO_END,
        ).serve()


def _collect() -> None:
    """Collect the static files anew when those of the programs are not the ones collected.

    Cleared first: a newer version may bring files with older times, which would not be copied.
    """
    kept, found = settings.STATIC_ROOT.with_suffix(".digest"), _digest()
    is_same = kept.exists() and kept.read_text() == found
    if is_same and settings.STATIC_ROOT.joinpath("staticfiles.json").exists():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    kept.write_text(found)


def _digest() -> str:
    """The names, sizes and times of all static files as they lie in the programs."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            lines.append(f"{name} {facts.st_size} {facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
