"""What `run` and `serve` share: which scenarios, and where the report goes."""

import json
from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import version

from lienthong.lab.rules.book_of import chosen
from lienthong.lab.rules.report import Made, judge, report_of
from lienthong.lab.services.page import report_page
from lienthong.lab.types import Candidate, Direction, Outcome, Party, Result, Scenario, Terms

_FILE = "lab-report"


def chosen_of(direction: Direction, given: Namespace) -> tuple[Scenario, ...]:
    """Return the scenarios that were asked for. Raises ScenarioUnknown."""
    return chosen(direction, [one for one in given.scenarios.split(",") if one])


def about(parties: Sequence[Party], terms: Terms, *, begun: datetime, ended: datetime) -> Made:
    return Made(version("lienthong"), begun, ended, list(dict.fromkeys(parties)), terms)


def until_stopped(
    scenarios: Sequence[Scenario],
    say: Callable[[str], object],
    play: Callable[[Callable[[Result], None]], object],
) -> list[Result]:
    """Play scenarios and say a line of each; after Ctrl+C the others were not tried."""
    results: list[Result] = []

    def tell(result: Result) -> None:
        results.append(result)
        say(line_of(result))

    try:
        play(tell)
    except KeyboardInterrupt:
        left = scenarios[len(results) :]
        results += [Result(one, Outcome.NOT_TRIED, [], [], "stopped") for one in left]
    return results


def line_of(result: Result) -> str:
    """One scenario as a line: outcome, severity, id, and the first thing that did not hold."""
    wrong = next((one.key for one in result.checks if not one.holds), result.why)
    scenario = result.scenario
    return f"{result.outcome}\t{scenario.severity}\t{scenario.id}\t{wrong}".rstrip()


def write_report(
    results: Sequence[Result],
    direction: Direction,
    given: Namespace,
    made: Made,
    say: Callable[[str], object],
) -> bool:
    """Write the report as JSON and as a page; return whether it is ready. Raises OSError."""
    address = getattr(given, "address", "")
    tested = Candidate(given.name, given.release, given.owner, address)
    report = report_of(results, direction=direction, tested=tested, made=made)
    verdict = judge(report)
    given.into.mkdir(parents=True, exist_ok=True)
    target = given.into / f"{_FILE}.json"
    text = json.dumps(report, ensure_ascii=False, indent=1)
    target.write_text(text, encoding="utf-8")
    page = given.into / f"{_FILE}.html"
    page.write_text(report_page(report, verdict), encoding="utf-8")
    say(f"report\t{target}")
    say(f"page\t{page}")
    return verdict.is_ready
