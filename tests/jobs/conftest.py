"""The job table behind the task interface, and whole installations for worker processes."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.forked import Forked, nursery
from tests.scratch import Scratch

ROOT = Path(__file__).resolve().parents[2]
_COMMAND = "from lienthong.config.command import main; main()"


@pytest.fixture(autouse=True)
def _job_table(settings) -> None:
    settings.TASKS = {
        "default": {"BACKEND": "lienthong.jobs.backend.DatabaseBackend", "QUEUES": []}
    }


class Installation:
    """A folder and a database of its own, with processes that use them as operators would."""

    def __init__(self, home: Path, database: str) -> None:
        self.home = home
        self._processes: list[Forked] = []
        self._environment = {
            **os.environ,
            "LIENTHONG_HOME": str(home),
            "LIENTHONG_DATABASE": database,
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }

    def command(self, *words: str) -> str:
        """Run `lienthong …` to its end and return what it printed."""
        process = self.start(*words)
        printed, problems = process.communicate()
        assert process.returncode == 0, problems
        return printed

    def python(self, code: str) -> str:
        """Run a piece of Python inside the installation and return what it printed."""
        return self.command("shell", "--no-imports", "--command", code).strip()

    def start(self, *words: str) -> Forked:
        process = nursery().start(
            _COMMAND, [*words], environment=self._environment, folder=self.home
        )
        self._processes.append(process)
        return process

    def end(self) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture
def installation(scratch: Scratch) -> Iterator[Installation]:
    """An installation on the same kind of database as this test run uses."""
    made = Installation(scratch.home, scratch.database)
    yield made
    made.end()


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Wait until something is true of another process; fail after two minutes."""

    def wait(is_so: Callable[[], bool]) -> None:
        for _ in range(1200):
            if is_so():
                return
            time.sleep(0.1)
        raise AssertionError("it did not come true")

    return wait
