"""P6: a bare Django view on granian and SQLite, which only checks, stores and signs a receipt.

What it costs is what any program of these parts costs; the rest of our cost is what ours does.
"""

import itertools
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from bench.costs import Cost
from bench.disks import Flushes, size_on_disk
from bench.ports import free_port, wait_for_port
from bench.processes import cpu_seconds
from bench.roads import Sent
from bench.roads.api import ApiRoad

SENDERS, RECIPIENTS = 20, 200
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class BareServer:
    """One such server under `folder`, with so many processes of two threads.

    reads: whether it has each PDF's text read before it accepts it, by the reader that we use.
    """

    folder: Path
    letter: bytes
    flushes: Flushes
    workers: int
    reads: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    roots: list[int] = field(default_factory=list)

    @cached_property
    def known(self) -> dict[str, Any]:
        """What its senders know, with keys made for them."""
        return {
            "senders": [_sender(number) for number in range(SENDERS)],
            "readers": [],
            "recipients": [f"R{number}" for number in range(RECIPIENTS)],
            "issued_on": "2026-11-23",
        }

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve it with an empty database and yield its address."""
        (self.folder / "files").mkdir(parents=True)
        environment = {
            **os.environ,
            **self.flushes.environment(),
            "BENCH_BARE": str(self.folder),
            "BENCH_BARE_READS": "yes" * self.reads,
            "PYTHONPATH": f"{_ROOT}:{_ROOT / 'src'}",
        }
        make = "from bench.peers import bare; bare.make_tables()"
        subprocess.run([sys.executable, "-c", make], env=environment, cwd=_ROOT, check=True)
        with closing(sqlite3.connect(self._database)) as opened, opened:
            rows = [(one["key_id"], one["public"], one["code"]) for one in self.known["senders"]]
            opened.executemany("INSERT INTO sender VALUES (?, ?, ?)", rows)
        port = free_port()
        words = f"--interface wsgi --port {port} --workers {self.workers} --blocking-threads 2"
        command = [sys.executable, "-m", "granian", *words.split(), "--no-ws", "--log-level"]
        process = subprocess.Popen(
            [*command, "error", "bench.peers.bare_site:application"], env=environment, cwd=_ROOT
        )
        self.roots.append(process.pid)
        try:
            wait_for_port(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            self.roots.remove(process.pid)
            process.terminate()
            process.wait(timeout=30)

    def cost(self) -> Cost:
        """Return what it has cost since it started; statements are not counted."""
        rows = size_on_disk(self.folder) - size_on_disk(self.folder / "files")
        return Cost(
            cpu_s=cpu_seconds(self.roots),
            disk_bytes=size_on_disk(self.folder),
            database_bytes=rows,
            flushes=self.flushes.count,
        )

    def settle(self) -> None:
        """Bring SQLite's log into the database."""
        with closing(sqlite3.connect(self._database)) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def _database(self) -> Path:
        return self.folder / "bare.sqlite3"


class BareRoad(ApiRoad):
    """The same requests as to `/api/v1`."""

    def __init__(self, server: BareServer, address: str) -> None:
        super().__init__(server, address)
        self.name = f"bare view{' that reads' * server.reads}, {server.workers}"

    async def check(self, sent: list[Sent], recipients: int) -> None:
        """Nothing: there are no lists to look into."""


def make_tables() -> None:
    """Create the tables in the database that the environment names."""
    from django.db import connection

    from bench.peers.bare_site import TABLES  # which brings the settings

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table)


def _sender(number: int) -> dict[str, Any]:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return {
        "code": f"S{number}",
        "notation": "UBND-TH",
        "key_id": f"key-{number}",
        "pem": pem.decode(),
        "public": key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
    }
