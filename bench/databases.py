"""The database of an installation: SQLite's file, or a PostgreSQL that runs for it alone."""

import os
import pwd
import sqlite3
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench.disks import Flushes, size_on_disk
from bench.ports import free_port


@dataclass(slots=True)
class Sqlite:
    """The file in the home of the installation; it is written by the server's own processes."""

    file: Path
    kind: str = "sqlite"
    url: str = ""
    roots: list[int] = field(default_factory=list)

    def start(self, flushes: Flushes) -> None:
        """There is nothing to start."""

    def stop(self) -> None:
        """There is nothing to stop."""

    def settle(self) -> None:
        """Bring the log into the file, so that what is counted on disk is what stays."""
        if self.file.exists():
            with sqlite3.connect(self.file, timeout=30) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def stored_bytes(self) -> int:
        """Of rows and indexes, without the log, which is used again and does not grow."""
        return self.file.stat().st_blocks * 512 if self.file.exists() else 0

    @property
    def log_bytes(self) -> int:
        log = self.file.with_name(self.file.name + "-wal")
        return log.stat().st_blocks * 512 if log.exists() else 0


@dataclass(slots=True)
class Postgresql:
    """A PostgreSQL as Debian installs it: it flushes every commit."""

    folder: Path
    port: int = field(default_factory=free_port)
    kind: str = "postgresql"
    roots: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        """By its socket, as the guide installs it on one machine."""
        return f"postgresql://lienthong@{quote(str(self.folder), safe='')}:{self.port}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self, flushes: Flushes) -> None:
        """Start it with these flushes; the first time its files are made."""
        if not self.data.exists():
            if os.getuid() == 0:
                owner = pwd.getpwnam("postgres")
                os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            words = ["-U", "lienthong", "--auth=trust", "--encoding=UTF8"]
            _as_postgres([f"{pg_bin()}/initdb", "-D", str(self.data), *words])
        options = f"-p {self.port} -k {self.folder} -c listen_addresses="
        words = ["-D", str(self.data), "-w", "-l", f"{self.folder}/log", "-o", options, "start"]
        _as_postgres([f"{pg_bin()}/pg_ctl", *words], flushes.environment())
        self.roots = [int((self.data / "postmaster.pid").read_text().split()[0])]

    def stop(self) -> None:
        if self.roots:
            _as_postgres([f"{pg_bin()}/pg_ctl", "-D", str(self.data), "-m", "fast", "stop"])
            self.roots = []

    def settle(self) -> None:
        """Bring the log into the files, so that what is counted on disk is what stays."""
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    @property
    def stored_bytes(self) -> int:
        """Of rows and indexes, without the log, which is used again and does not grow."""
        return size_on_disk(self.data) - self.log_bytes

    @property
    def log_bytes(self) -> int:
        return size_on_disk(self.data / "pg_wal")


Database = Sqlite | Postgresql


def pg_bin() -> str:
    """Return the folder of PostgreSQL's programs; "" when it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    return str(found[-1]) if found else ""


def _as_postgres(words: list[str], environment: dict[str, str] | None = None) -> None:
    """PostgreSQL does not run as root."""
    change = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    subprocess.run(
        [*(change if os.getuid() == 0 else []), *words],
        env={**os.environ, **(environment or {})},
        cwd="/",
        stdout=subprocess.DEVNULL,
        check=True,
    )
