"""Three PostgreSQL servers that Patroni keeps, with etcd for its memory, as Debian has them."""

import json
import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg

from torture.ports import free_port
from torture.postgres import USER, as_postgres, own_folder, programs, with_tables

MISSING = "Patroni or etcd is not installed (apt-get install patroni etcd-server)"
_PATIENCE = 180
_NODES = 3
# The shortest that Patroni allows: after so many seconds without its leader another one leads.
_LEASE = 20


def is_installed() -> bool:
    return bool(shutil.which("patroni") and shutil.which("etcd") and programs())


class Node:
    """One server with the Patroni that starts, promotes and rewinds it."""

    def __init__(self, name: str, folder: Path, etcd: int) -> None:
        self.name, self.folder = name, folder
        self.port, self._rest = free_port(), free_port()
        self._running: subprocess.Popen[bytes] | None = None
        self._settings = folder / f"{name}.json"  # which is YAML as well
        self._settings.write_text(json.dumps(self._said(etcd)))
        self._settings.chmod(0o644)

    def _said(self, etcd: int) -> dict[str, Any]:
        hosts = ["local all all trust", "host all all 127.0.0.1/32 trust"]
        hosts.append("host replication all 127.0.0.1/32 trust")
        rest, place = f"127.0.0.1:{self._rest}", f"127.0.0.1:{self.port}"
        shared = {
            "ttl": _LEASE,
            "loop_wait": 2,
            "retry_timeout": 5,
            "synchronous_mode": True,
            "postgresql": {"use_pg_rewind": True, "parameters": {"jit": "off", "fsync": "off"}},
        }
        return {
            "scope": "torture",
            "name": self.name,
            "restapi": {"listen": rest, "connect_address": rest},
            "etcd3": {"host": f"127.0.0.1:{etcd}"},
            "bootstrap": {
                "dcs": shared,
                "initdb": [{"encoding": "UTF8"}, {"locale": "C.UTF-8"}, "data-checksums"],
            },
            "postgresql": {
                "listen": place,
                "connect_address": place,
                "data_dir": str(self.folder / self.name),
                "bin_dir": str(programs()),
                "pgpass": str(self.folder / f"{self.name}.pgpass"),
                "authentication": {
                    "superuser": {"username": USER},
                    "replication": {"username": "replicator"},
                },
                "parameters": {"unix_socket_directories": str(self.folder)},
                "pg_hba": hosts,
            },
        }

    def start(self) -> None:
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._running = subprocess.Popen(
                as_postgres("/usr/bin/patroni", self._settings),
                cwd="/",
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill Patroni and the server with all its processes at once."""
        if self._running is None:
            return
        self._running.kill()
        self._running.wait()
        note = self.folder / self.name / "postmaster.pid"
        with suppress(OSError, ValueError, IndexError):
            first = int(note.read_text().split()[0])
            below = Path(f"/proc/{first}/task/{first}/children").read_text().split()
            for pid in [first, *map(int, below)]:
                os.kill(pid, signal.SIGKILL)

    def told(self) -> list[dict[str, Any]]:
        """What this one knows of all; nothing when it does not answer."""
        with suppress(OSError, ValueError):
            url = f"http://127.0.0.1:{self._rest}/cluster"
            with urlopen(url, timeout=5) as answer:
                return list(json.load(answer)["members"])
        return []


class Cluster:
    """Three nodes. address: of all, as an installation has it."""

    def __init__(self, folder: Path) -> None:
        self.folder, port = folder, free_port()
        self._etcd = self._remembering(port)
        self.nodes = [Node(f"n{number}", folder, port) for number in range(1, _NODES + 1)]
        for node in self.nodes:
            node.start()
        self.wait()
        places = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        self.address = f"postgresql://{USER}@{places}/postgres?target_session_attrs=read-write"

    @classmethod
    def with_tables_of(cls, address: str) -> "Cluster":
        made = cls(own_folder())
        with_tables(address, f"postgresql://{USER}@127.0.0.1:{made.leader().port}/postgres")
        return made

    def _remembering(self, port: int) -> "subprocess.Popen[bytes]":
        client, peer = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{free_port()}"
        words = ["--data-dir", str(self.folder / "etcd"), "--log-level", "error"]
        words += ["--listen-client-urls", client, "--advertise-client-urls", client]
        words += ["--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer]
        words += ["--initial-cluster", f"default={peer}"]
        with (self.folder / "etcd.log").open("ab") as log:
            return subprocess.Popen(
                ["/usr/bin/etcd", *words], cwd="/", stdout=log, stderr=log, start_new_session=True
            )

    def leader(self) -> Node:
        """Return who takes writes now. Raises LookupError while nobody does."""
        for node in self.nodes:
            with (
                suppress(psycopg.Error),
                psycopg.connect(
                    f"postgresql://{USER}@127.0.0.1:{node.port}/postgres", connect_timeout=5
                ) as asked,
            ):
                row = asked.execute("SELECT pg_is_in_recovery()").fetchone()
                if row == (False,):
                    return node
        raise LookupError("nobody takes writes")

    @property
    def is_whole(self) -> bool:
        """One leads, and another one answers for its commits."""
        told = next((said for node in self.nodes if (said := node.told())), [])
        roles = {one["role"] for one in told if one["state"] in {"running", "streaming"}}
        return {"leader", "sync_standby"} <= roles

    def wait(self) -> None:
        """Wait until it is whole. Raises RuntimeError."""
        until = time.monotonic() + _PATIENCE
        while not self.is_whole:
            if time.monotonic() > until:
                raise RuntimeError("Patroni's servers do not find together")
            time.sleep(0.3)

    def remove(self, *, logs: Path) -> None:
        """End all and leave nothing of them but their logs, in this folder."""
        for node in self.nodes:
            node.kill()
        self._etcd.kill()
        self._etcd.wait()
        for log in self.folder.glob("*.log"):
            shutil.copy(log, logs / f"patroni-{log.name}")
        shutil.rmtree(self.folder, ignore_errors=True)
