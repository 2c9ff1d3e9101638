"""Plays the book with a server, scenario by scenario; one that breaks stops no other."""

from collections.abc import Callable, Sequence

from lienthong.lab.ports import WireBroken
from lienthong.lab.services.leftovers import confirm_leftovers
from lienthong.lab.services.play import NotTried, Play, Run, Stopped
from lienthong.lab.services.server_plays import PLAYS
from lienthong.lab.types import Checked, Outcome, Result, Scenario

Tell = Callable[[Result], object]


def run_server(scenarios: Sequence[Scenario], run: Run, *, tell: Tell) -> list[Result]:
    """Play scenarios with a server, in this order; tell: hears of each when it is over.

    What a play that was broken off left on the lists is confirmed first.
    """
    confirm_leftovers(run)
    results = []
    for scenario in scenarios:
        result = _played(scenario, run)
        tell(result)
        results.append(result)
    return results


def _played(scenario: Scenario, run: Run) -> Result:
    play, why = Play(run), ""
    begun = run.pace.elapsed()
    try:
        PLAYS[scenario.id](play)
    except NotTried as reason:
        why = str(reason)
    except Stopped:
        pass
    except WireBroken as broken:
        play.checks.append(Checked("answered", False, str(broken)))
    play.tidy()
    outcome = outcome_of(play.checks, is_tried=not why)
    seconds = round(run.pace.elapsed() - begun, 2)
    return Result(scenario, outcome, play.checks, play.calls, why, seconds)


def outcome_of(checks: Sequence[Checked], *, is_tried: bool) -> Outcome:
    """Return what checks amount to; a scenario without any was not tried."""
    if any(not one.holds for one in checks):
        return Outcome.FAILED
    return Outcome.PASSED if is_tried and checks else Outcome.NOT_TRIED
