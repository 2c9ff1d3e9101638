"""The lab plays the whole book with our own server, as it is served."""

import json
from collections.abc import Iterator

import pytest
from tests.lab.builders import a_pace, played
from tests.scratch import Scratch
from tests.served import Served

from lienthong.lab.rules.book_of import book
from lienthong.lab.types import Direction, Outcome, Party, Result, Terms

# The list of a thousand is tested where it is made; it would take minutes here.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
SET_UP = """
import json
from tests.vxp.builders import an_office
offices = [an_office(name) for name in ("Sở Một", "Sở Hai", "Sở Ba")]
print(json.dumps([[one.agency.code, one.system.slug, one.secret] for one in offices]))
"""


@pytest.fixture(scope="module")
def server(module_scratch: Scratch) -> Iterator[Served]:
    made = Served(module_scratch, threads=2).answers()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def results(module_scratch: Scratch, server: Served) -> list[Result]:
    parties = [Party(*one) for one in json.loads(module_scratch.run(SET_UP).splitlines()[-1])]
    return played(
        f"http://127.0.0.1:{server.port}/vxp",
        parties=parties,
        pace=a_pace(patience=5.0),
        terms=Terms(large_bytes=3_000_000),
    )


def test_G9_our_own_server_passes_the_whole_book(results):
    others = {
        one.scenario.id: one.why or [check for check in one.checks if not check.holds]
        for one in results
        if one.outcome is not Outcome.PASSED
    }
    assert others == {"list-limit": "long-ones-not-wanted"}
    assert {one.scenario.id for one in results} == {one.id for one in book(Direction.SERVER)}


def test_nothing_of_all_this_was_a_failure_that_nobody_expected(results, server):
    assert results
    assert server.problems() == []
