"""`lienthong worker`: the process that does what waits in the job table."""

import gc
import os
import signal
from argparse import ArgumentParser
from contextlib import suppress
from threading import Event
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lienthong.jobs.worker import Worker
from lienthong.kernel.temporary import use_own_folder


class Command(BaseCommand):
    help = "Run background jobs until stopped. SIGTERM and Ctrl-C end it after the job in hand."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument("--queues", default="", help="only these, separated by commas")
        parser.add_argument("--poll", type=float, default=0.5, help="seconds between two looks")
        parser.add_argument(
            "--nice", type=int, default=10, help="how far to step back for the web, 0 to 19"
        )

    def handle(self, *, once: bool, queues: str, poll: float, nice: int, **options: Any) -> None:
        _step_back(nice)
        use_own_folder(settings.LIENTHONG_HOME / "passing")
        stop = Event()
        _stop_on_signals(stop)
        named = [queue.strip() for queue in queues.split(",") if queue.strip()]
        worker = Worker(stop=stop, queues=named, pause=poll)
        if once:
            self.stdout.write(f"jobs\t{worker.run_until_idle()}")
        else:
            _set_aside_what_is_loaded()
            worker.run()


def _step_back(nice: int) -> None:
    """Let people go first where processor time is short; who started it may have done so already.

    A service manager may forbid it. Nobody can take it back without rights of the system.
    """
    missing = nice - os.getpriority(os.PRIO_PROCESS, 0)
    if missing > 0:
        with suppress(PermissionError):
            os.nice(missing)


def _set_aside_what_is_loaded() -> None:
    """Checking signatures leaves circles of garbage; the search for them looks at nothing else."""
    gc.collect()
    gc.freeze()


def _stop_on_signals(stop: Event) -> None:
    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
