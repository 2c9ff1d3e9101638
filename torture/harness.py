"""An installation with everything that runs in it, held by one process that can hurt it."""

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any

from torture import clock
from torture.family import PATIENCE, Family
from torture.journal import Journal
from torture.points import Points
from torture.ports import free_port

if TYPE_CHECKING:
    from torture.acts import Agency
    from torture.calls import Calls
    from torture.patroni import Cluster
    from torture.postgres import Pair

Act = Callable[[], object]
# Seconds: longer than the lease of any job that comes often, and than that of a request's key.
LEASE = 660
_LEASES = {"worker": LEASE, "another": LEASE, "web": 130.0}
_BEFORE = 7_200


class Failed(AssertionError):
    """Something that must hold did not; the words say what."""


@dataclass
class Harness:
    """Web, worker and a receiver of hooks on the installation of this process' environment.

    folder: of logs, journals, files of clients and points; it is what is kept as evidence.
    has_points: whether processes meet named points; of_commits: those of commits only. databases:
    the servers of its own, if any. calls: where web and worker are ended at a call to the system.
    """

    folder: Path
    has_points: bool = False
    of_commits: bool = False
    ports: dict[str, int] = field(default_factory=dict)
    databases: "Pair | Cluster | None" = None
    calls: "Calls | None" = None

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("web", "receiver", "wire", "hook-wire"):
            self.ports[name] = free_port()
        self.family = Family(self.folder / "processes.log", on_death=self._mourn)
        self.points = Points(self.folder / "points")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def wire(self) -> str:
        """The address of the bad line before the web server."""
        return f"http://127.0.0.1:{self.ports['wire']}"

    @cached_property
    def told(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "told.json").read_text()))

    def journal(self, name: str) -> Journal:
        return Journal(self.folder / f"{name}.jsonl")

    def agency(self, name: str, *, address: str = "") -> "Agency":
        """The software of an agency, which keeps its files in the folder."""
        from torture.acts import Agency

        place = self.folder / "files"
        place.mkdir(exist_ok=True)
        return Agency(address or self.address, self.told[name], place)

    def _mourn(self, name: str) -> None:
        """What the dead had in hand is free again when its lease has passed: let it pass."""
        clock.step(seconds=_LEASES.get(name, 0.0))

    def begin(self, *, hook_address: str = "") -> None:
        """Load the product, found the agencies, start the processes, wait for the first answer."""
        load()
        from torture import province

        told = self.folder / "told.json"
        to = hook_address or f"http://127.0.0.1:{self.ports['receiver']}/"
        clock.step(seconds=-_BEFORE)  # keys and grants are older than any clock that is set back
        self.done(lambda: province.found(told, receiver=to))
        clock.step(seconds=_BEFORE)
        self.family.start("receiver", self._receive)
        self.family.start("web", self._serve)
        self.family.start("worker", self.work)
        self.wait_until_answered()

    def done(self, act: Act) -> None:
        """Do something in a process of its own. Raises Failed when it did not go well."""
        status = self.family.run(act, while_waiting=lambda: None)
        if status:
            raise Failed(f"{act} ended with {status}: {self.log_end()}")

    def as_client(self, act: Act, name: str = "client") -> int:
        """Do something as a client, again whenever it is killed; return how often it was."""

        def with_points() -> None:
            self._watch(name)
            act()

        deaths = 0
        while (status := self.family.run(with_points, while_waiting=self.family.tend)) == -9:
            deaths += 1
        if status:
            raise Failed(f"a client ended with {status}: {self.log_end()}")
        return deaths

    def _watch(self, role: str) -> None:
        if self.calls is not None:
            self.calls.be(role)
        if self.of_commits:
            self.points.watch_commits(role)
        elif self.has_points:
            self.points.watch(role)

    def _receive(self) -> None:
        from torture.receiver import receive

        receive(self.ports["receiver"], self.journal("receiver"))

    def _serve(self) -> None:
        from lienthong.config.serving.first_process import web_server

        self._watch("web")
        if self.has_points:
            self.points.watch_answers()
        server = web_server(host="127.0.0.1", port=self.ports["web"], workers=1)
        server.respawn_interval = 0.01
        server.serve()

    def work(self) -> None:
        """Be a worker until ended."""
        from django.core.management import call_command

        self._watch("worker")
        call_command("worker", poll=0.1)

    def wait_until_answered(self) -> None:
        """Wait until the web server answers. Raises Failed."""

        def answers() -> bool:
            line = HTTPConnection("127.0.0.1", self.ports["web"], timeout=5)
            try:
                line.request("GET", "/healthz")
                return line.getresponse().status == 200
            except (OSError, HTTPException):
                return False
            finally:
                line.close()

        self.wait(answers, "the web server does not answer")

    def wait(self, until: Callable[[], bool], otherwise: str) -> None:
        """Tend the processes until something is so. Raises Failed with `otherwise`."""
        if not self.comes(until, within=PATIENCE):
            raise Failed(f"{otherwise}: {self.log_end()}")

    def comes(self, until: Callable[[], bool], *, within: float) -> bool:
        """Tend the processes until something is so; False when it is not within so many seconds."""
        end = time.monotonic() + within
        while not until():
            if time.monotonic() > end:
                return False
            self.family.tend()
            time.sleep(0.01)
        return True

    def quiet(self) -> None:
        """End everything but the database, and do what is left to do, as an operator sees to it.

        The receiver of hooks ends last: a busy machine may not have told it everything yet.
        """
        self.family.stop(*(name for name in self.family.members if name != "receiver"))
        clock.step(seconds=LEASE)
        self.done(_drain)
        self.family.stop()

    def check(self) -> dict[str, int]:
        """Ask the checker, in a process of its own; return how much it looked at. Raises Failed."""
        found = self.folder / "checked.json"

        def look() -> None:
            from torture import checker

            found.write_text(json.dumps(checker.holds(self.folder)))

        self.done(look)
        return dict(json.loads(found.read_text()))

    def log_end(self, letters: int = 3000) -> str:
        """Return the end of what the processes said."""
        log = self.folder / "processes.log"
        return log.read_text(errors="replace")[-letters:] if log.exists() else ""


def _drain() -> None:
    """Run jobs until none is due; those that were there when it was killed are let run again."""
    from django.core.management import call_command
    from django.db.models import Max

    from lienthong.jobs import queries, services
    from lienthong.jobs.models import Job
    from lienthong.kernel import clock as product

    for dead in queries.dead_jobs():
        if not services.requeue(dead.id, now=product.now()):
            reason = "another of its kind runs"
            services.drop(dead.id, reason=reason, by="torture", now=product.now())
    call_command("worker", once=True)
    # What a dead worker had in hand when the clock was ahead keeps an hour's lease from now on.
    held = Job.objects.filter(state="running").aggregate(until=Max("due_at"))["until"]
    if held is not None:
        clock.step(seconds=(held - product.now()).total_seconds() + 1)
        call_command("worker", once=True)


def load() -> None:
    """Load the product into this process, so that what is forked from it begins at once.

    Nobody looks for garbage among it later: looking writes, and what is written is not shared.
    """
    import django
    from django.db import connections

    if "lienthong.config.urls" in sys.modules:
        return
    clock.install()
    django.setup()
    from django.urls import get_resolver

    import lienthong.config.serving.server
    import lienthong.config.wsgi
    import lienthong.jobs.management.commands.worker  # noqa: F401

    _walk(get_resolver())
    connections.close_all()
    gc.collect()
    gc.freeze()


def _walk(resolver: Any) -> None:
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            _walk(one)


def environment_of(home: Path, database: str) -> dict[str, str]:
    """Return the environment in which a process of the harness works on an installation."""
    root = Path(__file__).resolve().parent.parent
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "torture.settings",
        "LIENTHONG_HOME": str(home),
        "LIENTHONG_DATABASE": database,
        "LIENTHONG_IDLE_MINUTES": "100000",  # the clerk stays signed in however time passes
        "LIENTHONG_SESSION_HOURS": "10000",
        "LIENTHONG_LOG": "json",
        "LIENTHONG_LOG_LEVEL": "warning",
        "PYTHONPATH": os.pathsep.join([str(root), str(root / "src")]),
    }
