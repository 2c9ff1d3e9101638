"""A run works unattended: what fails is told, and everything else has its figure."""

import asyncio
import json

import pytest
from bench.run import Run
from bench.table import print_goals, print_times

from bench import goals

pytestmark = pytest.mark.once


def test_a_row_that_fails_or_is_stuck_is_reported_and_the_others_go_on(tmp_path, capsys):
    run = Run(tmp_path / "bench.json", {"sqlite": {}})

    async def fails():
        raise RuntimeError("no connection")

    async def stays():
        await asyncio.Event().wait()

    async def works():
        return {"rate": 7.0}

    async def rows():
        await run.measure("sqlite.api.W1", fails)
        await run.measure("sqlite.large", stays, patience=0.01)
        await run.measure("sqlite.verifying", works)

    with run.row("sqlite whole"):
        asyncio.run(rows())

    left = json.loads(run.out.read_text())
    assert left["sqlite"] == {"verifying": {"rate": 7.0}}
    assert set(left["failed"]) == {"sqlite.api.W1", "sqlite.large"}
    assert "no connection" in left["failed"]["sqlite.api.W1"]
    assert set(left["took"]) == {
        "sqlite.api.W1",
        "sqlite.large",
        "sqlite.verifying",
        "sqlite whole",
    }
    rows_told = goals.told(run.plain(), "sqlite")
    print_goals("sqlite", rows_told)
    print_times(run.took, run.failed)
    assert {one.mark for one in rows_told} == {"not measured"}
    assert "FAILED sqlite.api.W1: RuntimeError: no connection" in capsys.readouterr().out
