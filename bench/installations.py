"""Whole installations for measuring: a folder, a database, the server, and what each costs."""

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from bench.costs import Cost
from bench.databases import Database, Postgresql, Sqlite, pg_bin
from bench.disks import Flushes, size_on_disk
from bench.ports import free_port
from bench.processes import cpu_seconds

ROOT = Path(__file__).resolve().parent.parent
# Seconds that one of our modules may take; filling a stock of millions takes longest.
LONGEST = 12 * 3600
COMMAND = (sys.executable, "-m", "lienthong.config.command")


@dataclass
class Installation:
    """One installation under `folder`. Documents get numbers that were never used in it."""

    folder: Path
    database: Database
    flushes: Flushes
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _roots: list[int] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.database.kind

    @property
    def workers(self) -> int:
        """Processes of the server, as its unit for systemd has them."""
        return 2

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def roots(self) -> list[int]:
        """First processes of server, workers and database."""
        return [*self._roots, *self.database.roots]

    @property
    def environment(self) -> dict[str, str]:
        settings = {
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
            "LIENTHONG_HOME": str(self.home),
            "LIENTHONG_DATABASE": self.database.url,
            "LIENTHONG_INSTALLATION": "bench.lienthong.local",
            "LIENTHONG_LARGEST_UPLOAD": str(1 << 30),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }
        return {**os.environ, **{name: value for name, value in settings.items() if value}}

    @cached_property
    def known(self) -> dict[str, Any]:
        """What a client knows: senders, readers, codes of recipients. Made when first asked."""
        if not self._known.exists():
            self.run("bench.agencies", self._known)
        return dict(json.loads(self._known.read_text()))

    @cached_property
    def known_by_vxp(self) -> dict[str, Any]:
        """The same, with the secrets for VXP, which it has from then on."""
        assert self.known
        self.run("bench.agencies", self._known, "--vxp")
        return dict(json.loads(self._known.read_text()))

    @cached_property
    def letter(self) -> bytes:
        """The PDF that every document begins with."""
        assert self.known
        return self._known.with_suffix(".pdf").read_bytes()

    @property
    def _known(self) -> Path:
        return self.folder / "agencies.json"

    def run(self, module: str, *words: object) -> str:
        """Run one of our modules to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            env=self.environment | {"LIENTHONG_LOG_LEVEL": "error"},  # what we print is read
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=LONGEST,
        )
        return done.stdout

    def lines(self, module: str, *words: object) -> list[dict[str, Any]]:
        """Run one of our modules and return the JSON of each line."""
        return [json.loads(line) for line in self.run(module, *words).splitlines()]

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve it and yield its address; background work stands still, as the goals ask."""
        port = free_port()
        words = ("--port", port, "--workers", self.workers, "--threads", 2)
        address = f"http://127.0.0.1:{port}"
        with self._running("server", "serve", *words) as server:
            _wait_until_answered(f"{address}/healthz", server)
            yield address

    @contextmanager
    def working(self) -> Iterator[None]:
        """Do the background work as well, with one worker."""
        with self._running("worker", "worker", "--poll", 0.1):
            yield

    @contextmanager
    def _running(self, name: str, *words: object) -> Iterator["subprocess.Popen[bytes]"]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*COMMAND, *map(str, words)],
                env=self.environment | self.flushes.environment(),
                cwd=ROOT,
                start_new_session=True,
                stdout=log,
                stderr=log,
            )
        self._roots.append(process.pid)
        try:
            yield process
        finally:
            self._roots.remove(process.pid)
            _end(process)

    @contextmanager
    def slow_disk(self, longer_ms: float) -> Iterator[None]:
        """Let each flush of server and database take longer; both are started anew for it."""
        self.database.stop()
        self.flushes.longer_ms = longer_ms
        self.database.start(self.flushes)
        try:
            yield
        finally:
            self.database.stop()
            self.flushes.longer_ms = 0.0
            self.database.start(self.flushes)

    def cost(self) -> Cost:
        """Return what server and database have cost since they started."""
        return Cost(
            cpu_s=cpu_seconds(self.roots),
            disk_bytes=self._contents_bytes() + self.database.stored_bytes,
            log_bytes=self.database.log_bytes,
            database_bytes=self.database.stored_bytes,
            statements=_statements(self.folder / "server.log"),
            flushes=self.flushes.count,
        )

    def settle(self) -> None:
        """Bring everything to where it stays, before the disk is looked at."""
        self.database.settle()

    def _contents_bytes(self) -> int:
        own = size_on_disk(self.home)
        if isinstance(self.database, Sqlite):
            own -= self.database.stored_bytes + self.database.log_bytes
        return own


@contextmanager
def installations(
    folder: Path, kinds: list[str], library: Path | None
) -> Iterator[list[Installation]]:
    """Yield an empty installation a kind ("sqlite", "postgresql"); a missing server is said."""
    with ExitStack() as stack:
        found = []
        for kind in kinds:
            if kind == "postgresql" and not pg_bin():
                print("PostgreSQL is not installed: left out (apt-get install postgresql)")
                continue
            place = folder / kind
            place.mkdir()
            file = place / "home" / "lienthong.sqlite3"
            database = Sqlite(file) if kind == "sqlite" else Postgresql(place)
            made = Installation(place, database, Flushes(library, place / "flushes"))
            database.start(made.flushes)
            stack.callback(database.stop)
            found.append(made)
        yield found


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask it to end, and make it end when it does not within half a minute."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, how)
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)


def _wait_until_answered(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{url} does not answer; see the log of the server")


def _statements(log: Path) -> int:
    """Sum what the server's log says of each request."""
    found = re.findall(rb'"statements": (\d+)', log.read_bytes()) if log.exists() else []
    return sum(map(int, found))
