"""The library that keeps aside what was flushed, and what of a folder it leaves in the dark."""

import os
import random
import shutil
import subprocess
import sys

import pytest

from torture import dark

pytestmark = pytest.mark.once
# What a process does to a folder before its machine goes dark.
ACTS = """
import os, sys
from pathlib import Path

here = Path(sys.argv[1])

def flush(path):
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.close(file)

(here / "of no folder").write_text("flushed")
flush(here / "of no folder")
(here / "told").write_text("flushed")
flush(here / "told")
(here / "of no content").write_text("forgotten")
(here / "below").mkdir()
(here / "below" / "lost").write_text("flushed")
flush(here / "below" / "lost")
(here / "renamed").write_text("flushed")
flush(here / "renamed")
(here / "of no folder").rename(here / "of a folder")
flush(here)
(here / "told").write_text("forgotten, and longer")
(here / "renamed").rename(here / "another")
(here / "old").unlink()
(here / "after").write_text("flushed")
flush(here / "after")
with (here / "long").open("r+b") as file:
    file.seek(8192)
    file.write(b"n" * 4096)
    file.flush()
    os.fdatasync(file.fileno())
    file.seek(0)
    file.write(b"n" * 4096)
    file.flush()
"""


@pytest.fixture
def disk(tmp_path_factory):
    """A folder in memory in which a process was at work, with what of it was flushed."""
    compiler = shutil.which("cc")
    if compiler is None or not dark.MEMORY.is_dir():
        pytest.skip(dark.MISSING)
    folder = dark.own_folder()
    made = dark.Disk(folder / "home", folder / "kept")
    made.of.mkdir()
    made.kept.mkdir()
    (made.of / "old").write_text("old")
    (made.of / "long").write_bytes(b"o" * 12_288)
    (made.of / "long").chmod(0o640)
    made.settle()
    library = dark.built(tmp_path_factory.mktemp("library"), compiler)
    environment = {
        **os.environ,
        "LD_PRELOAD": str(library),
        "DARK_OF": str(made.of),
        "DARK_KEPT": str(made.kept),
    }
    subprocess.run([sys.executable, "-c", ACTS, made.of], env=environment, check=True)
    yield made
    shutil.rmtree(folder)


def found(disk) -> dict[str, str]:
    return {path.name: path.read_text() for path in disk.of.rglob("*") if path.is_file()}


FLUSHED = {
    "of a folder": "flushed",
    "told": "flushed",
    "of no content": "",
    "renamed": "flushed",
    "old": "old",
    "long": "o" * 8192 + "n" * 4096,
}


def test_what_was_not_flushed_is_gone_contents_and_names_each_by_themselves(disk):
    assert disk.go_dark(None) > 0
    assert found(disk) == FLUSHED
    assert (disk.of / "below").is_dir()
    assert (disk.of / "long").stat().st_mode & 0o777 == 0o640
    # What came back is there for good: in the dark again nothing more is gone.
    assert disk.go_dark(None) == 0
    assert found(disk) == FLUSHED


def test_a_disk_that_keeps_some_of_it_loses_nothing_that_was_flushed(disk):
    seen = set()
    for seed in range(12):
        left = disk.of.with_name(f"left-{seed}")
        disk.leave(left, random.Random(seed))
        there = {path.name: path.read_text() for path in left.rglob("*") if path.is_file()}
        assert there["of a folder"] == "flushed"
        assert "flushed" in {there.get("renamed"), there.get("another")}
        assert there["long"][4096:] == "o" * 4096 + "n" * 4096
        seen |= {(name, words[:4]) for name, words in there.items()}
    assert {("another", "flus"), ("lost", "flus"), ("long", "nnnn"), ("long", "oooo")} <= seen
