"""Passing files go with their process, or when the next one starts."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from lienthong.kernel.temporary import use_own_folder

PROGRAM = """
import os, sys, tempfile
from pathlib import Path
from lienthong.kernel.temporary import use_own_folder
folder = use_own_folder(Path(sys.argv[1]))
tempfile.mkdtemp(prefix="left-")
print(folder, flush=True)
sys.stdin.readline()
if sys.argv[2] == "killed":
    os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def _own_tempdir(monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())


def started(root: Path, end: str) -> "subprocess.Popen[str]":
    path = os.pathsep.join(sys.path)
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, root, end],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )


def test_a_killed_process_is_cleared_by_the_next_and_a_living_one_is_left_alone(tmp_path):
    living, killed = started(tmp_path, "in order"), started(tmp_path, "killed")
    folders = [Path(one.stdout.readline().strip()) for one in (living, killed)]
    killed.communicate("\n")
    assert all(any(folder.glob("left-*")) for folder in folders)

    own = use_own_folder(tmp_path)
    assert Path(tempfile.gettempdir()) == own
    assert [folder.exists() for folder in folders] == [True, False]

    living.communicate("\n")
    assert not folders[0].exists()
