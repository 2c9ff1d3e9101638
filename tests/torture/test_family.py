"""Processes of the harness stand still and go on, with all that they have in hand."""

import time
from pathlib import Path

import pytest
from torture.family import PATIENCE, Family

pytestmark = pytest.mark.once


def test_a_process_stands_still_as_long_as_it_is_told_and_goes_on_as_the_same(tmp_path):
    family = Family(tmp_path / "log")
    family.start("one", lambda: time.sleep(PATIENCE))
    pid = family.members["one"].pid
    try:
        with family.still("one"):
            until(lambda: state(pid) == "T")
            family.tend()  # it is not taken for dead
        until(lambda: state(pid) == "S")
        assert (family.members["one"].pid, family.deaths) == (pid, {"one": 0})
    finally:
        family.stop(by=9)


def until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
