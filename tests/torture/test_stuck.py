"""A round that comes to no end: it is told to end, and nothing that it has started stays behind."""

import argparse
import time
from pathlib import Path

import pytest
from torture.__main__ import Torturer
from torture.family import PATIENCE

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.once]


def _working_in(folder: Path) -> list[str]:
    """The processes that know of a folder by their environment."""
    found = []
    for told in Path("/proc").glob("[0-9]*/environ"):
        try:
            if str(folder).encode() in told.read_bytes():
                found.append(told.parent.name)
        except OSError:
            continue
    return found


class Hurried(Torturer):
    """Waits for nobody once the clients have begun."""

    def patience(self) -> float:
        until = time.monotonic() + PATIENCE
        while not list(self.work.glob("*/evidence/office.jsonl")):
            assert time.monotonic() < until, "no client has begun"
            time.sleep(0.05)
        return 0.1


def test_a_round_that_is_stuck_ends_all_that_it_has_started_and_says_where_it_stood(
    scratch, tmp_path
):
    torturer = Hurried(argparse.Namespace(seconds=3600.0), tmp_path)
    torturer.tables["sqlite"] = str(scratch.home / "lienthong.sqlite3")

    assert not torturer.play("kills", "sqlite", seed=7)

    (told,) = torturer.done
    evidence = Path(told["evidence"])
    assert "stuck" in told["problem"]
    assert "under_load" in (evidence / "problem.txt").read_text()
    assert not _working_in(evidence)
