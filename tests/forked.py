"""Processes of tests that begin with the libraries loaded: forked from one that imported them.

A program of ours starts in a second and a half of CPU, nearly all of it imports; the suite starts
some hundred. What is forked has its own environment, folder, descriptors and settings: of the
product only what asks for no settings is loaded before.
"""

import atexit
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
# Nothing of these reads settings or the environment when it is imported.
_LIBRARIES = (
    *("django.db.models", "django.forms", "django.test", "django.core.management"),
    *("django.db.migrations.executor", "django.contrib.auth.hashers", "django.template.loader"),
    *("django.db.backends.sqlite3.base", "django.db.backends.postgresql.base"),
    *("pyhanko.sign.validation", "pyhanko.sign.signers", "pyhanko.stamp", "pikepdf", "pypdfium2"),
    *("openpyxl", "xlsxwriter", "psycopg", "requests", "structlog", "holidays", "pydantic"),
    *("cryptography.x509", "http_message_signatures", "weasyprint", "lxml.etree"),
)
_PURE_FILES = {"types", "errors", "rules", "ports", "events"}
_PURE_PACKAGES = {"kernel", "formats"}
_LARGEST_ORDER = 1024 * 1024


class Forked:
    """One process, with as much of subprocess.Popen as tests use."""

    def __init__(self, pid: int, stdout: IO[str], problems: IO[bytes], report: IO[str]) -> None:
        self.pid, self.stdout, self.returncode = pid, stdout, None
        self._problems, self._report = problems, report

    def poll(self) -> int | None:
        if self.returncode is None:
            os.set_blocking(self._report.fileno(), False)
            self._take(self._report.readline())
        return self.returncode

    def wait(self, timeout: float = 300) -> int:
        """Wait for its end and return how it ended. After `timeout` seconds it is killed."""
        with self._ended_after(timeout):
            if self.returncode is None:
                os.set_blocking(self._report.fileno(), True)
                self._take(self._report.readline())
        assert self.returncode is not None
        return self.returncode

    def _take(self, line: str) -> None:
        if line:
            self.returncode = int(line)

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float = 300) -> tuple[str, str]:
        """Return what it goes on to print until its end, and all that it complained of."""
        with self._ended_after(timeout):
            printed = self.stdout.read()
        self.wait()
        self._problems.seek(0)
        return printed, self._problems.read().decode(errors="replace")

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        # With all that it forked itself: any of them keeps open what is waited for here.
        killer = threading.Timer(seconds, os.killpg, (self.pid, signal.SIGKILL))
        killer.start()
        try:
            yield
        finally:
            killer.cancel()


class Nursery:
    """The process that has the libraries loaded; one for each worker of a test run."""

    def __init__(self) -> None:
        ours, its = socket.socketpair()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("LIENTHONG_")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        with its:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forked", str(its.fileno())],
                pass_fds=[its.fileno()],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
            )
        self._socket = ours
        atexit.register(self.end)

    def start(
        self, program: str, words: list[str], *, environment: dict[str, str], folder: Path
    ) -> Forked:
        """Run a program of Python; `words` are its sys.argv[1:]."""
        out, its_out = os.pipe()
        report, its_report = os.pipe()
        problems = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the process is of interest
        order = json.dumps([program, words, environment, str(folder)]).encode()
        assert len(order) < _LARGEST_ORDER
        given = [its_out, problems.fileno(), its_report]
        socket.send_fds(self._socket, [len(order).to_bytes(4, "big")], given)
        self._socket.sendall(order)
        os.close(its_out)
        os.close(its_report)
        told = os.fdopen(report)
        return Forked(int(told.readline()), os.fdopen(out), problems, told)

    def end(self) -> None:
        self._socket.close()
        self._process.wait()


_nursery: list[Nursery] = []


def nursery() -> Nursery:
    """Return the nursery of this process, which the first who asks starts."""
    if not _nursery:
        _nursery.append(Nursery())
    return _nursery[0]


# --- The process that forks ---


def serve(orders: socket.socket) -> None:
    """Fork whatever is ordered until nobody can order any more."""
    _load()
    gc.collect()
    gc.freeze()
    while True:
        head, given, _flags, _address = socket.recv_fds(orders, 4, 3)
        if not head:
            return
        with os.fdopen(os.dup(orders.fileno()), "rb") as source:
            order = json.loads(source.read(int.from_bytes(head, "big")))
        if os.fork() == 0:
            orders.close()
            _keep(order, *given)
        for one in given:
            os.close(one)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


def _load() -> None:
    for name in _LIBRARIES:
        importlib.import_module(name)
    source = ROOT / "src"
    for path in sorted((source / "lienthong").rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        if parts[1] in _PURE_PACKAGES or (_PURE_FILES & set(parts[2:3])):
            importlib.import_module(".".join(parts).removesuffix(".__init__"))


def _keep(order: list, out: int, problems: int, report: int) -> None:
    """Fork the process itself, and report its id and then how it ended."""
    child = os.fork()
    if child == 0:
        os.close(report)
        os.setpgid(0, 0)
        _become(*order, out, problems)
    os.close(out)
    os.write(report, f"{child}\n".encode())
    _pid, status = os.waitpid(child, 0)
    os.write(report, f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def _become(
    program: str,
    words: list[str],
    environment: dict[str, str],
    folder: str,
    out: int,
    problems: int,
) -> None:
    """Run the program as `python -c` would, and end."""
    os.dup2(out, 1)
    os.dup2(problems, 2)
    os.close(out)
    os.close(problems)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    tempfile.tempdir = None
    sys.argv = ["-c", *words]
    main = sys.modules["__main__"] = ModuleType("__main__")
    status = 0
    try:
        exec(compile(program, "<string>", "exec"), main.__dict__)
    except SystemExit as ended:
        status = _status(ended.code)
    except BaseException:
        traceback.print_exc()
        status = 1
    _finish()
    os._exit(status)


def _status(code: object) -> int:
    if code is None or isinstance(code, int):
        return code or 0
    sys.stderr.write(f"{code}\n")
    return 1


def _finish() -> None:
    """What Python does at the end of a process."""
    with suppress(Exception):
        threading._shutdown()
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(Exception):
            stream.flush()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
