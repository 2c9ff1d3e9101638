"""Plays the book with a client, one scenario after the other, so that each has the axis alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lienthong.lab.rules.letters import Maker
from lienthong.lab.services.axis import Axis
from lienthong.lab.services.client_plays import PLAYS
from lienthong.lab.services.play import NotTried, Stopped
from lienthong.lab.services.run_server import outcome_of
from lienthong.lab.services.stage import Board, Stage
from lienthong.lab.types import Pace, Party, Result, Scenario, Terms


@dataclass(frozen=True, slots=True)
class Theatre:
    """What all scenarios with one client share."""

    axis: Axis
    board: Board
    pace: Pace
    terms: Terms
    maker: Maker
    client: Party
    peers: tuple[Party, ...]


def run_client(
    scenarios: Sequence[Scenario],
    theatre: Theatre,
    *,
    begin: Callable[[Scenario], object],
    tell: Callable[[Result], object],
) -> list[Result]:
    """Play scenarios with the client that calls the axis. begin, tell: before and after each."""
    results = []
    for scenario in scenarios:
        begin(scenario)
        result = _played(scenario, theatre)
        tell(result)
        results.append(result)
    theatre.board.told |= {"scenario": "", "act": "end", "facts": {}}
    return results


def _played(scenario: Scenario, theatre: Theatre) -> Result:
    stage = Stage(
        scenario=scenario,
        axis=theatre.axis,
        board=theatre.board,
        pace=theatre.pace,
        terms=theatre.terms,
        maker=theatre.maker,
        client=theatre.client,
        peers=theatre.peers,
    )
    begun, why = theatre.pace.elapsed(), ""
    stage.ask("poll")
    try:
        PLAYS[scenario.id](stage)
    except NotTried as reason:
        why = str(reason)
    except Stopped:
        pass
    if scenario.do.vi and not stage.has_brought():
        why, stage.checks = "nothing-done", []  # nobody did what had to be done
    outcome = outcome_of(stage.checks, is_tried=not why)
    seconds = round(theatre.pace.elapsed() - begun, 2)
    return Result(scenario, outcome, stage.checks, stage.calls(), why, seconds)
