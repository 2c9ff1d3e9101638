"""The reference page has the scenarios of the book, and every member that a report has."""

from pathlib import Path

import pytest
from tests.lab.builders import FIRST, SECOND, SENDER, an_axis, played
from tests.lab.test_report import MORNING

from lienthong.lab.rules.book_of import book, chosen
from lienthong.lab.rules.report import SCHEMA, Made, report_of
from lienthong.lab.types import Candidate, Direction, Terms

pytestmark = pytest.mark.once
PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "lab.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("direction", list(Direction))
def test_the_tables_are_the_book(direction):
    begin = {"server": "the system is a server", "client": "the system is a program"}[direction]
    lines = PAGE.partition(f"## Scenarios: {begin}\n")[2].partition("\n\n## ")[0].splitlines()
    assert [line for line in lines if line.startswith("| `")] == [
        f"| `{one.id}` | {one.severity} | {one.title.en} | {one.source} |"
        for one in book(direction)
    ]


def test_every_member_of_a_report_is_told():
    with an_axis() as (_axis, address):
        results = played(address, scenarios=chosen(Direction.SERVER, ["new"]), terms=Terms())
    made = Made("0", MORNING, MORNING, (SENDER, FIRST, SECOND), Terms())
    report = report_of(results, direction=Direction.SERVER, tested=Candidate("Mẫu", "1"), made=made)
    (scenario,) = report["scenarios"]
    check, call = scenario["checks"][0], scenario["calls"][0]
    names = [*report, *report["tested"], *report["terms"], *scenario, *check, *call]
    assert [name for name in names if f"`{name}`" not in PAGE] == []
    assert SCHEMA in PAGE
