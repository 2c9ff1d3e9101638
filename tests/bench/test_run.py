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


def test_a_row_of_a_slow_moment_is_taken_again_and_that_beside_the_best_floor_stays(tmp_path):
    floors = iter([900.0, 900.0, 400.0, 500.0, 700.0, 800.0, 600.0, 600.0])
    run = Run(tmp_path / "bench.json", {"sqlite": {}, "mail": {}}, lambda: next(floors))
    taken = iter(range(9))

    async def load():
        return {"rate": next(taken)}

    async def rows():
        await run.measure("mail.W1", load)
        await run.measure("sqlite.api.W1", load)

    asyncio.run(rows())
    assert run.found["floor_beside"] == {"mail.W1": 900.0, "sqlite.api.W1": 750.0}
    assert run.found["mail"]["W1"] == {"rate": 0}
    assert run.found["sqlite"]["api"]["W1"] == {"rate": 2}
    assert next(floors, None) is None, "taken three times"


def test_a_row_that_cannot_be_repeated_is_taken_once_and_w1_counts_against_its_own_floor(tmp_path):
    floors = iter([900.0, 900.0, 300.0, 500.0])
    run = Run(tmp_path / "bench.json", {"sqlite": {}}, lambda: next(floors))

    async def load():
        return {"accepted_a_second": 80.0, "disk_bytes": 2, "own_bytes": 1, "database_bytes": 1}

    async def rows():
        await run.measure("sqlite.in two", load)
        await run.measure("sqlite.api.W1", load, again=False)

    asyncio.run(rows())
    by_name = {one.goal.measure: one for one in goals.told(run.plain(), "sqlite")}
    assert by_name["W1 accepted/s : P4, two, beside it"].value == 80.0 / 400.0
