"""The lab plays the whole book with our own server, as it is served."""

import json
from collections.abc import Iterator

import pytest
from tests.lab.builders import a_pace, failed, played
from tests.scratch import Scratch
from tests.served import Served

from lienthong.lab.rules.book_of import book
from lienthong.lab.types import Direction, Outcome, Party, Result, Severity, Terms

# The list of a thousand is tested where it is made; it would take minutes here.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
SET_UP = """
import json
from tests.vxp.builders import an_office
offices = [an_office(name) for name in ("Sở Một", "Sở Hai", "Sở Ba")]
print(json.dumps([[one.agency.code, one.system.slug, one.secret] for one in offices]))
"""


@pytest.fixture(scope="module")
def results(module_scratch: Scratch) -> Iterator[dict[str, Result]]:
    parties = [Party(*one) for one in json.loads(module_scratch.run(SET_UP).splitlines()[-1])]
    server = Served(module_scratch, threads=2).answers()
    results = played(
        f"http://127.0.0.1:{server.port}/vxp",
        parties=parties,
        pace=a_pace(patience=5.0),
        terms=Terms(large_bytes=3_000_000),
    )
    assert server.problems() == []
    yield {one.scenario.id: one for one in results}
    server.kill()


@pytest.mark.parametrize("scenario", book(Direction.SERVER), ids=lambda one: one.id)
def test_G9_our_own_server_passes(results, scenario):
    result = results[scenario.id]
    if scenario.id == "list-limit":
        assert (result.outcome, result.why) == (Outcome.NOT_TRIED, "long-ones-not-wanted")
        return
    assert [one for one in result.checks if not one.holds] == []
    assert result.outcome is Outcome.PASSED


def test_nothing_that_must_be_fails(results):
    musts = {one.id for one in book(Direction.SERVER) if one.severity is Severity.MUST}
    assert failed(list(results.values())) & musts == set()
