"""A served installation with two agencies: systems that call, and clerks with a page open."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from tests.faults.gate import Gate
from tests.scratch import Scratch
from tests.served import Served

SET_UP = """
import json
from lienthong.kernel import clock
from tests.desk.builders import at_desk
from tests.exchange.builders import an_office
from tests.systems.builders import a_bearer, a_system
now, told = clock.now(), {}
committee = an_office("Ủy ban nhân dân tỉnh")
justice = an_office("Sở Tư pháp", parent=committee.agency)
for name, office in (("sender", committee), ("recipient", justice)):
    system = a_system(office.agency, now=now, requests_a_minute=100_000, bytes_a_minute=10**12)
    told[name] = {
        "code": office.agency.code,
        "notation": f"{office.agency.abbreviation}-VP",
        "token": a_bearer(system, now=now),
        "session": at_desk(office.clerk).cookies["sessionid"].value,
    }
print(json.dumps(told))
"""
_HOLDS = """
from torture import checker
checker.tables_hold()
checker.every_file_has_its_row()
"""
# Seconds within which the web server takes two deaths for a loop that never ends, and gives up.
_LOOP = 6.0
# Folders in which what people sent lies until it is admitted.
_PASSING = ("quarantine", "parts", "passing")


class Site(Served):
    """told: by "sender" and "recipient" their code, token and session."""

    told: dict[str, dict[str, str]]

    def __init__(self, scratch: Scratch, gate: Gate) -> None:
        self.gate, self._killed = gate, -_LOOP
        super().__init__(scratch, LIENTHONG_LARGEST_UPLOAD=str(8 * 1024 * 1024))

    @property
    def token(self) -> str:
        return self.told["sender"]["token"]

    def kill_children(self) -> None:
        """Kill the processes that answer outright; others take their place."""
        time.sleep(max(0.0, self._killed + _LOOP - time.monotonic()))
        for child in self.children():
            os.kill(child, signal.SIGKILL)
        self._killed = time.monotonic()

    def head(self, line: str, *fields: str) -> bytes:
        """The head of a request of the sender's system, as bytes."""
        lines = [f"{line} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {self.token}"]
        return "\r\n".join([*lines, "Connection: close", *fields, "", ""]).encode()

    def post(self, path: str, body: bytes, *, kind: str = "application/json", **fields: str) -> Any:
        """Post as the sender's system; return the status and what was told."""
        answer, data = self.call("POST", path, self.token, body, **{"Content_Type": kind, **fields})
        return answer.status, data

    def upload(self, content: bytes) -> Any:
        return self.call("POST", "/api/v1/uploads?name=van-ban.pdf", self.token, content)

    def document(self, upload: str, **facts: Any) -> bytes:
        """A document for the recipient, as the sender's system tells it."""
        number = uuid4().int % 900_000_000 + 1
        told = {
            "key": str(uuid4()),
            "kind": "cong-van",
            "number": number,
            "notation": self.told["sender"]["notation"],
            "issued_on": "2026-01-02",
            "subject": f"V/v báo cáo {number}",
            "content": {"upload": upload},
            "recipients": [{"agency": self.told["recipient"]["code"]}],
        }
        return json.dumps({**told, **facts}).encode()

    def files(self) -> set[Path]:
        """The files with what people sent and nothing has admitted yet."""
        folders = (self.scratch.home / name for name in _PASSING)
        return {path for folder in folders for path in folder.rglob("*") if path.is_file()}

    def holds(self) -> None:
        """Ask in a process of its own whether every promise of the installation holds."""
        self.scratch.run(_HOLDS)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another process writes for long: nobody else can meanwhile, on SQLite nothing at all."""
        if self.scratch.database:
            with psycopg.connect(self.scratch.database) as other:
                other.execute("LOCK TABLE exchange_dispatch IN ACCESS EXCLUSIVE MODE")
                yield
            return
        path = self.scratch.home / "lienthong.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    @contextmanager
    def unmounted(self, name: str) -> Iterator[None]:
        """Let a folder be as empty as where its disk was unmounted."""
        folder, empty = self.scratch.home / name, self.scratch.home / "empty"
        empty.mkdir()
        subprocess.run(["mount", "--bind", str(empty), str(folder)], check=True)
        try:
            yield
            assert list(folder.iterdir()) == []
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
            empty.rmdir()

    @contextmanager
    def database_with(self, setting: str) -> Iterator[None]:
        """Let the operator of PostgreSQL set something for every connection that begins.

        When it is set back, connections that there are keep it.
        """
        name = self.scratch.database.rpartition("/")[2]
        with psycopg.connect(self.scratch.database, autocommit=True) as operator:
            operator.execute(f'ALTER DATABASE "{name}" SET {setting}')
            operator.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            try:
                yield
            finally:
                operator.execute(f'ALTER DATABASE "{name}" RESET ALL')

    @contextmanager
    def full_disk(self, *, left: int = 0) -> Iterator[None]:
        """Fill the disk of the installation but for so many bytes."""
        filler = self.scratch.home / "filler"
        with filler.open("wb", buffering=0) as file:
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(filler).free - left or 1)
        try:
            yield
        finally:
            filler.unlink()
