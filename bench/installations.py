"""Whole installations for measuring: a folder, a database, the server, and what each costs."""

import os
import pwd
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Installation:
    """One installation under `folder`; `shim` is the counter of flushes, where it could be built.

    data: the folder of its own PostgreSQL, which runs for this installation alone.
    """

    folder: Path
    database: str = ""
    data: Path | None = None
    shim: Path | None = None
    roots: list[int] = field(default_factory=list)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def environment(self) -> dict[str, str]:
        settings = {
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
            "LIENTHONG_HOME": str(self.home),
            "LIENTHONG_DATABASE": self.database,
            "LIENTHONG_INSTALLATION": "bench.lienthong.local",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }
        return {**os.environ, **{name: value for name, value in settings.items() if value}}

    def run(self, module: str, *words: object) -> str:
        """Run one of our modules to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", module, *map(str, words)],
            env=self.environment | {"LIENTHONG_LOG_LEVEL": "warning"},  # lines of pages are many
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    @contextmanager
    def served(self, *, workers: int, threads: int) -> Iterator[str]:
        """Serve it and yield its address; background work stands still, as the goals ask."""
        port, log = free_port(), (self.folder / "server.log").open("wb")
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "lienthong.config.command", "serve"),
                *("--port", str(port), "--workers", str(workers), "--threads", str(threads)),
            ],
            env=self.environment | self._counting(),
            cwd=ROOT,
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
        self.roots.append(server.pid)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_answered(f"{address}/healthz", server)
            yield address
        finally:
            self.roots.remove(server.pid)
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=20)

    def _counting(self) -> dict[str, str]:
        if self.shim is None:
            return {}
        counter = self.folder / "flushes"
        counter.write_bytes(bytes(8))
        counter.chmod(0o666)
        return {"LD_PRELOAD": str(self.shim), "BENCH_FLUSHES": str(counter)}

    def cost(self) -> "Cost":
        """Return what server and database have cost since they started."""
        processes = [each for root in self.roots for each in _family(root)]
        return Cost(
            cpu_s=sum(_cpu(pid) for pid in processes),
            memory_bytes=sum(_peak_memory(pid) for pid in processes),
            disk_bytes=sum(_size(place) for place in (self.home, self.data) if place),
            statements=_statements(self.folder / "server.log"),
            flushes=self._flushes(),
        )

    def _flushes(self) -> int:
        counter = self.folder / "flushes"
        return struct.unpack("Q", counter.read_bytes())[0] if counter.exists() else 0


@dataclass(frozen=True, slots=True)
class Cost:
    """cpu_s: seconds of all processes; memory_bytes: their peaks added; flushes: of all of them.

    statements: of SQL, that the requests have taken.
    """

    cpu_s: float
    memory_bytes: int
    disk_bytes: int
    statements: int
    flushes: int

    def since(self, before: "Cost") -> "Cost":
        """Return what came on top of an earlier cost; memory stays the peak."""
        return Cost(
            self.cpu_s - before.cpu_s,
            self.memory_bytes,
            self.disk_bytes - before.disk_bytes,
            self.statements - before.statements,
            self.flushes - before.flushes,
        )


@contextmanager
def installations(folder: Path, kinds: list[str]) -> Iterator[list[tuple[str, Installation]]]:
    """Yield an empty installation a kind ("sqlite", "postgresql"); a missing server is said."""
    shim, found = _built_shim(folder), []
    for kind in kinds:
        place = folder / kind
        place.mkdir()
        if kind == "sqlite":
            found.append((kind, Installation(place, shim=shim)))
        elif _pg_bin():
            found.append((kind, _with_postgresql(place, shim)))
        else:
            print("PostgreSQL is not installed: left out (apt-get install postgresql)")
    try:
        yield found
    finally:
        for _kind, each in found:
            if each.data:
                _as_postgres([f"{_pg_bin()}/pg_ctl", "-D", str(each.data), "-m", "fast", "stop"])


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _built_shim(folder: Path) -> Path | None:
    compiler, shim = shutil.which("cc"), folder / "flushes.so"
    if compiler is None:
        print("No C compiler: flushes are not counted (apt-get install gcc)")
        return None
    source = ROOT / "bench" / "flushes.c"
    subprocess.run([compiler, "-O2", "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True)
    return shim


def _pg_bin() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    return str(found[-1]) if found else ""


def _with_postgresql(place: Path, shim: Path | None) -> Installation:
    """Start a PostgreSQL as Debian installs it: it flushes every commit."""
    data, port = place / "data", free_port()
    made = Installation(place, f"postgresql://lienthong@127.0.0.1:{port}/postgres", data, shim)
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(place, owner.pw_uid, owner.pw_gid)
    words = ["-U", "lienthong", "--auth=trust", "--encoding=UTF8"]
    _as_postgres([f"{_pg_bin()}/initdb", "-D", str(data), *words])
    options = f"-p {port} -k {place} -c listen_addresses=127.0.0.1"
    start = [f"{_pg_bin()}/pg_ctl", "-D", str(data), "-w", "-l", f"{place}/log", "-o", options]
    _as_postgres([*start, "start"], made._counting())
    made.roots.append(int((data / "postmaster.pid").read_text().split()[0]))
    return made


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
    raise RuntimeError(f"{url} does not answer")


def _family(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(words[1]), []).append(int(stat.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def _cpu(pid: int) -> float:
    """Seconds of a process and of its children that have ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(word) for word in words[11:15]) / _TICKS


def _peak_memory(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0].split()[1]) * 1024 if lines else 0


def _statements(log: Path) -> int:
    """Sum what the server's log says of each request."""
    found = re.findall(rb'"statements": (\d+)', log.read_bytes()) if log.exists() else []
    return sum(map(int, found))


def _size(place: Path) -> int:
    """Bytes of all files, as the disk counts them."""
    total = 0
    for path in place.rglob("*"):
        try:
            total += path.lstat().st_blocks * 512
        except OSError:
            continue
    return total
