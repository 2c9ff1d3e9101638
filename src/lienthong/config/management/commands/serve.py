"""`lienthong serve`: the web server of an installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from granian import Granian
from granian.constants import Interfaces

SECONDS_TO_END = 3


class Command(BaseCommand):
    help = "Serve the pages. Static files are collected first when they are not there yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on")
        parser.add_argument("--workers", type=int, default=1, help="processes; 1 with SQLite")
        parser.add_argument("--threads", type=int, default=4, help="threads of a process")

    def handle(self, *, host: str, port: int, workers: int, threads: int, **options: Any) -> None:
        if not settings.STATIC_ROOT.joinpath("staticfiles.json").exists():
            call_command("collectstatic", verbosity=0, interactive=False)
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
