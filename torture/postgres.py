"""PostgreSQL servers of our own: one alone, or a primary with a synchronous standby."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from torture.ports import free_port

USER = "lienthong"
# Nothing here loses its power: what a killed process has written, the machine has.
_ALWAYS = "-c fsync=off -c full_page_writes=off -c jit=off -c listen_addresses=127.0.0.1"
_STANDBY = "standby"
_PATIENCE = 60


def programs() -> Path | None:
    """Return the folder of the newest PostgreSQL of this machine; None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    return found[-1] if found else None


class Server:
    """One server with a folder and a port of its own. environment: besides this process' own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.options, self.environment = _ALWAYS, dict[str, str]()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def make(self) -> "Server":
        """Make an empty server and start it."""
        words = ["-U", USER, "--auth=trust", "--encoding=UTF8", "--no-sync"]
        _run("initdb", "-D", self.folder, *words)
        return self.start()

    def follow(self, other: "Server") -> "Server":
        """Begin as the standby of another."""
        shutil.rmtree(self.folder, ignore_errors=True)
        source = f"host=127.0.0.1 port={other.port} user={USER} application_name={_STANDBY}"
        words = ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]
        _run("pg_basebackup", "-d", source, "-D", self.folder, *words)
        return self.start()

    def start(self) -> "Server":
        options = f"-p {self.port} -k {self.folder.parent} {self.options}"
        log = self.folder.parent / f"{self.folder.name}.log"
        words = ["-D", self.folder, "-s", "-w", "-l", log, "-o", options, "start"]
        _run("pg_ctl", *words, **self.environment)
        return self

    def promote(self) -> None:
        _run("pg_ctl", "-D", self.folder, "-s", "-w", "promote")

    def stop(self) -> None:
        with suppress(subprocess.CalledProcessError):
            _run("pg_ctl", "-D", self.folder, "-s", "-m", "fast", "stop")

    def kill(self) -> None:
        """Kill the server and all its processes at once."""
        note = self.folder / "postmaster.pid"
        if not note.exists():
            return
        first = int(note.read_text().split()[0])
        below = Path(f"/proc/{first}/task/{first}/children")
        with suppress(OSError):
            for pid in [first, *map(int, below.read_text().split())]:
                os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + _PATIENCE
        while Path(f"/proc/{first}").exists() and time.monotonic() < until:
            time.sleep(0.01)
        note.unlink(missing_ok=True)

    def kill_one(self) -> None:
        """Kill one process that works for a client; the server ends all of them and recovers."""
        ask = (
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND pid <> pg_backend_pid() LIMIT 1"
        )
        with suppress(psycopg.Error, ProcessLookupError):  # others may have killed it just now
            for (pid,) in self.say(ask):
                os.kill(int(str(pid)), signal.SIGKILL)

    def keep(self) -> None:
        """Start it again whenever it is gone, as a supervisor does; until killed."""
        while True:
            note = self.folder / "postmaster.pid"
            with suppress(OSError, subprocess.CalledProcessError, IndexError):
                if not note.exists():
                    self.start()
            time.sleep(0.05)

    def say(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(f"postgresql://{USER}@{self.place}/postgres", autocommit=True) as one:
            found = one.execute(sql)
            return list(found.fetchall()) if found.description else []


class Pair:
    """A primary whose commits wait for its standby. address: of both, as an installation has it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.primary = Server(folder / "one").make()
        self.standby = Server(folder / "two")
        places = f"{self.primary.place},{self.standby.place}"
        self.address = f"postgresql://{USER}@{places}/postgres?target_session_attrs=read-write"

    @classmethod
    def with_tables_of(cls, address: str) -> "Pair":
        """Make a pair, of which only the primary runs, with the tables of another database."""
        made = cls(own_folder())
        to = f"postgresql://{USER}@{made.primary.place}/postgres"
        with_tables(address, to)
        return made

    def be_two(self) -> None:
        """Let the other one follow, and from then on answer for every commit."""
        self.standby.follow(self.primary)
        self.primary.say(f"ALTER SYSTEM SET synchronous_standby_names = '{_STANDBY}'")
        self.primary.say("SELECT pg_reload_conf()")
        until = time.monotonic() + _PATIENCE
        while self.primary.say("SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
            if time.monotonic() > until:
                raise RuntimeError("the standby does not follow")
            time.sleep(0.05)

    def fail_over(self) -> None:
        """Kill the primary and let the standby take its place; it has no standby yet."""
        self.primary.kill()
        self.standby.promote()
        self.standby.say("ALTER SYSTEM RESET synchronous_standby_names")
        self.standby.say("SELECT pg_reload_conf()")
        self.primary, self.standby = self.standby, self.primary

    def remove(self, *, logs: Path) -> None:
        """End both and leave nothing of them but their logs, in this folder."""
        for one in (self.primary, self.standby):
            one.kill()
        for log in self.folder.glob("*.log"):
            shutil.copy(log, logs / f"postgres-{log.name}")
        shutil.rmtree(self.folder, ignore_errors=True)


def with_tables(address: str, to: str) -> None:
    """Bring the tables of one database into another, empty one."""
    words = ["--no-owner", "--no-privileges", "--no-sync", f"--dbname={address}"]
    with subprocess.Popen([f"{programs()}/pg_dump", *words], stdout=subprocess.PIPE) as dump:
        load = [f"{programs()}/psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", to]
        subprocess.run(load, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)


def own_folder(*, below: Path | None = None) -> Path:
    """Make a folder in which PostgreSQL may work, which does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="torture-postgres-", dir=below))
    if os.getuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    return folder


def as_postgres(program: str | Path, *words: object, **environment: str) -> list[str]:
    """Return the words that run a program as PostgreSQL's user, who is not root.

    What was loaded before this process is not before the program, unless that is said.
    """
    change = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    own = [f"{name}={value}" for name, value in ({"LD_PRELOAD": ""} | environment).items()]
    return [*(change if os.getuid() == 0 else []), "env", *own, str(program), *map(str, words)]


def _run(program: str, *words: object, **environment: str) -> None:
    subprocess.run(
        as_postgres(f"{programs()}/{program}", *words, **environment),
        cwd="/",
        stdout=subprocess.DEVNULL,
        check=True,
    )
