"""A whole installation of its own for tests that need processes: folder, database, programs."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
_START = "import django\ndjango.setup()\n"


class Scratch:
    """Programs run in processes of their own, on the same kind of database as the test run."""

    def __init__(self, home: Path, database: str) -> None:
        self.home, self.database = home, database
        self._started: list[subprocess.Popen[str]] = []

    def run(self, program: str, *words: object) -> str:
        """Run a program to its end and return what it printed."""
        return self.finish(self.start(program, *words))

    def start(self, program: str, *words: object) -> "subprocess.Popen[str]":
        """Start a program, with Django set up before it; `words` are its sys.argv[1:]."""
        process = subprocess.Popen(
            [sys.executable, "-c", _START + program, *map(str, words)],
            env=self.environment,
            cwd=self.home,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def finish(self, process: "subprocess.Popen[str]") -> str:
        """Wait for a program; one that was killed is fine, one that failed is not."""
        printed, problems = process.communicate(timeout=300)
        assert process.returncode in {0, -9}, problems
        return printed

    def end(self) -> None:
        for process in self._started:
            if process.poll() is None:
                process.kill()
                process.communicate()

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
