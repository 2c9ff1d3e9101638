"""The lab plays the book with programs that call it: our own client passes, bad ones do not."""

from collections.abc import Collection

import pytest
from tests.lab.builders import FIRST, SECOND, SENDER, TERMS, a_pace, an_axis, now
from tests.lab.program import Program

from lienthong.lab.adapters.door import AxisServer
from lienthong.lab.rules.book_of import book, chosen
from lienthong.lab.rules.letters import Maker
from lienthong.lab.services.axis.serve import CANARY, Axis
from lienthong.lab.services.client_plays import PLAYS
from lienthong.lab.services.run_client import Theatre, run_client
from lienthong.lab.services.stage import Board
from lienthong.lab.types import Direction, Outcome, Result, Scenario

pytestmark = pytest.mark.once
# A good program needs a moment; on a machine with much else to do it may be a long one.
PATIENCE = 120.0
IMPATIENCE = 1.5  # seconds, for what does not come


def performed(
    flaws: Collection[str] = (), *, scenarios: Collection[str] = (), patience: float = PATIENCE
) -> list[Result]:
    """Play the book with a program that has these flaws."""
    axis = Axis((SENDER, FIRST, SECOND), now=now, list_limit=12, slow_seconds=0.2)
    board = Board()
    server = AxisServer(axis.answer, host="127.0.0.1", port=0, page=board.shown)
    address = f"http://127.0.0.1:{server.port}/vxp"
    board.told["canary"] = f"{address}/{CANARY}"
    pace = a_pace(patience=patience)
    theatre = Theatre(axis, board, pace, TERMS, Maker(now()), SENDER, (FIRST, SECOND))
    program = Program(address, SENDER, flaws)
    program.start()
    try:
        played: tuple[Scenario, ...] = chosen(Direction.CLIENT, scenarios)
        return run_client(played, theatre, begin=lambda _one: None, tell=lambda _one: None)
    finally:
        program.is_over = True
        program.join()
        server.close()


def test_G9_our_own_client_passes_everything():
    results = performed()
    assert {
        one.scenario.id: [check for check in one.checks if not check.holds]
        for one in results
        if one.outcome is not Outcome.PASSED
    } == {}
    assert {one.scenario.id for one in results} == {one.id for one in book(Direction.CLIENT)}


# By the flaw: the scenario that it fails, and the check that does not hold.
FLAWS = {
    "wrong-secret": ("polls", "client-lists"),
    "never-confirms": ("fetches", "client-confirms"),
    "confirms-unfetched": ("fetches", "fetched-before-done"),
    "says-nothing": ("reports-arrival", "client-reports"),
    "no-reason": ("reports-refusal", "reason-given"),
    "stops-at-bad": ("no-package-arrives", "client-confirms"),
    "follows-entities": ("doctype-arrives", "outside-not-fetched"),
    "builds-anew": ("answer-lost", "client-sends-again"),
}


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_bad_program_fails(flaw):
    scenario, key = FLAWS[flaw]
    is_missing = key in {"client-lists", "client-confirms", "client-reports"}
    (result,) = performed(
        [flaw], scenarios=[scenario], patience=IMPATIENCE if is_missing else PATIENCE
    )
    assert result.outcome is Outcome.FAILED
    assert next(one.key for one in result.checks if not one.holds) == key


def test_what_nobody_does_is_not_tried_and_not_passed():
    with an_axis() as (axis, _address):
        theatre = Theatre(axis, Board(), a_pace(), TERMS, Maker(now()), SENDER, (FIRST, SECOND))
        played = [one for one in book(Direction.CLIENT) if one.do.vi]
        results = run_client(played, theatre, begin=lambda _one: None, tell=lambda _one: None)
    assert {one.outcome for one in results} == {Outcome.NOT_TRIED}
    assert {one.why for one in results} == {"nothing-done"}


def test_every_line_of_the_book_is_played():
    assert {one.id for one in book(Direction.CLIENT)} == PLAYS.keys()
