"""Web, worker and PostgreSQL's processes end at any call to the system: the n-th of an act.

Named points stand at doors of Python; below them are SQLite's own writes, the server's sending and
what Django's files do. A library that is loaded before everything (`calls.c`) counts those calls.
"""

import ctypes
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from torture.named import Flow, Step
from torture.postgres import Pair, Server

if TYPE_CHECKING:
    from torture.harness import Harness

MISSING = "no C compiler: what ends processes at their calls cannot be built (apt-get install gcc)"
_PRELOAD = "LD_PRELOAD"
_ROLES = ("web", "worker", "database")
# Moments that one act passes, roughly; they are tried one by one where there is time for that.
_MOST, _SECONDS_EACH = 700, 0.6
_SHARED = 4096  # bytes of the file of counts, more than all places need
# Deaths between two looks at the tables, while everything runs.
_LOOK = 10


def load_before(folder: Path) -> bool:
    """Begin this program anew with the library before it; False without a compiler."""
    if _PRELOAD in os.environ:
        return True
    compiler = shutil.which("cc")
    if compiler is not None:
        library = built(folder.resolve(), compiler)
        os.environ[_PRELOAD] = str(library)
        os.execv(sys.executable, sys.orig_argv)
    return False


def built(folder: Path, compiler: str) -> Path:
    """Build the library in a folder; return where it is."""
    folder.mkdir(parents=True, exist_ok=True)
    source, library = Path(__file__).with_name("calls.c"), folder / "calls.so"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    return library


class Calls:
    """What the library counts, by role; shared with everything that is forked from here."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(os.environ[_PRELOAD])
        self._library.calls_end.argtypes = [ctypes.c_int, ctypes.c_long]
        self._library.calls_passed.restype = ctypes.c_long

    def be(self, role: str) -> None:
        """Count this process and what is forked from it; others than web and worker are not."""
        if role in _ROLES[:2]:
            self._library.calls_be(_ROLES.index(role))

    def count_in(self, server: Server) -> None:
        """Count the processes of a PostgreSQL as well, which begins anew for that.

        What it writes may be torn in the middle; it has to be ready for that.
        """
        shared, library = server.folder.parent / "calls", server.folder.parent / "calls.so"
        shared.write_bytes(bytes(_SHARED))
        shutil.copyfile(os.environ[_PRELOAD], library)
        shared.chmod(0o666)
        library.chmod(0o755)
        self._library.calls_share(str(shared).encode())
        place = str(_ROLES.index("database"))
        server.environment = {
            _PRELOAD: str(library),
            "CALLS_SHARED": str(shared),
            "CALLS_PLACE": place,
        }
        server.options += " -c full_page_writes=on"
        server.stop()
        server.start()

    def end_at(self, role: str, moment: int) -> None:
        """Let the so-many-th moment from now on be the last of a role's process."""
        self._library.calls_end(_ROLES.index(role), moment)

    def spare(self, role: str) -> int:
        """Let it live; return how many moments it has passed since `end_at`."""
        passed = int(self._library.calls_passed(_ROLES.index(role)))
        self._library.calls_end(_ROLES.index(role), 0)
        return passed


class Ender:
    """Plays each act of the main flow until its process has passed it alive."""

    def __init__(self, harness: "Harness", calls: Calls, chance: random.Random) -> None:
        self.harness, self.calls, self.chance = harness, calls, chance
        self.roles = _ROLES if harness.databases else _ROLES[:2]
        self.died: Counter[str] = Counter()
        self.longest: dict[str, int] = {}

    def play(self, seconds: float) -> None:
        """seconds: of the whole, roughly: it says how many moments are passed over each time.

        When they are few, some of the acts are played.
        """
        steps, times = Flow(self.harness).steps(), seconds / _SECONDS_EACH / len(self.roles)
        tried = max(1, times / len(steps))
        for name, act in self.chance.sample(list(steps.items()), min(len(steps), round(times))):
            for role in self.roles:
                self._everywhere(role, name, act, stride=max(1, round(_MOST / tried)))
        self._look()

    def _everywhere(self, role: str, name: str, act: Step, *, stride: int) -> None:
        moment = self.chance.randint(1, stride)
        while self._dies(role, moment, act):
            self.died[f"{role}: {name}"] += 1
            if self.died.total() % _LOOK == 0:
                self._look()
            moment += self.chance.randint(1, 2 * stride - 1)
        self.longest[f"{role}: {name}"] = moment

    def _dies(self, role: str, moment: int, act: Step) -> bool:
        """Let an act be done, its process ending at a moment; say whether it came to that."""
        self.calls.end_at(role, moment)
        act()
        if role != "web":
            self._rest()
        return self.calls.spare(role) >= moment

    def _rest(self) -> None:
        """Wait until the worker has nothing that is due; nor has to, when it never comes to it."""
        ask = self.harness.family.run
        self.harness.comes(
            lambda: ask(_say_whether_idle, while_waiting=self.harness.family.tend) == 0, within=30
        )

    def _look(self) -> None:
        self._rest()  # so that a database that died just now is there again
        self.harness.done(_tables_hold)


def _say_whether_idle() -> None:
    from lienthong.jobs.models import Job
    from lienthong.kernel import clock

    due = Job.objects.filter(state__in=["waiting", "running"], due_at__lte=clock.now())
    os._exit(due.exists())


def _tables_hold() -> None:
    """Read them all as they were at one moment."""
    from django.db import connection

    from torture import checker

    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:  # ends with this process
        cursor.execute("BEGIN" if is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ")
    checker.tables_hold()


def end_everywhere(harness: "Harness", chance: random.Random, seconds: float) -> dict[str, Any]:
    """The round: needs the library before this process (`load_before`)."""
    calls = harness.calls = Calls()
    if isinstance(harness.databases, Pair):
        calls.count_in(harness.databases.primary)
    harness.begin()
    ender = Ender(harness, calls, chance)
    ender.play(seconds)
    return {"killed": dict(ender.died), "moments": ender.longest}
