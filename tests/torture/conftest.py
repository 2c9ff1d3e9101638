"""Rounds of the fault harness on installations of a test, each in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.scratch import Scratch
from torture.harness import environment_of

Play = Callable[..., dict[str, Any]]


@pytest.fixture
def play(scratch: Scratch, tmp_path: Path) -> Play:
    """Return a function that plays a round on the scratch installation and returns its facts."""

    def played(name: str, *, seconds: float = 0, seed: int = 1, **words: str) -> dict[str, Any]:
        said = [f"--{word}={value}" for word, value in words.items()]
        program = [sys.executable, "-W", "ignore", "-m", "torture.rounds", name]
        done = subprocess.run(
            [*program, str(tmp_path / "evidence"), f"--seed={seed}", f"--seconds={seconds}", *said],
            env=environment_of(scratch.home, scratch.database),
            cwd=scratch.home,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-6000:]
        return dict(json.loads(done.stdout.splitlines()[-1]))

    return played


@pytest.fixture
def settings_of_home(settings, tmp_path: Path) -> None:
    """A folder of its own for what is sent."""
    settings.LIENTHONG_HOME = tmp_path
