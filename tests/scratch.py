"""A whole installation of its own for tests that need processes: folder, database, programs."""

import os
from pathlib import Path
from uuid import uuid4

from tests.forked import Forked, nursery

ROOT = Path(__file__).resolve().parent.parent
_START = "import django\ndjango.setup()\n"


class Scratch:
    """Programs run in processes of their own, on the same kind of database as the test run."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database = home, database
        self._started: list[Forked] = []

    def run(self, program: str, *words: object) -> str:
        """Run a program to its end and return what it printed."""
        return self.finish(self.start(program, *words))

    def start(self, program: str, *words: object) -> Forked:
        """Start a program, with Django set up before it; `words` are its sys.argv[1:]."""
        return self.start_bare(_START + program, *words)

    def start_bare(self, program: str, *words: object) -> Forked:
        """Start a program as it is."""
        process = nursery().start(
            program, [*map(str, words)], environment=self.environment, folder=self.home
        )
        self._started.append(process)
        return process

    def finish(self, process: Forked) -> str:
        """Wait for a program; one that was killed is fine, one that failed is not."""
        printed, problems = process.communicate()
        assert process.returncode in {0, -9}, problems
        return printed

    def end(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
                process.wait()

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
            "LIENTHONG_HOME": str(self.home),
            "LIENTHONG_DATABASE": self.database,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }


def scratch_name() -> str:
    return f"test_scratch_{uuid4().hex}"
