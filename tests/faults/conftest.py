"""One served installation for all tests of what hits it from outside."""

import json
from collections.abc import Iterator

import pytest
from tests.faults.site import SET_UP, Site
from tests.scratch import Scratch


@pytest.fixture(scope="session")
def _served_site(session_scratch: Scratch) -> Iterator[Site]:
    prepared = session_scratch.start(SET_UP)  # while the server starts
    site = Site(session_scratch, LIENTHONG_LARGEST_UPLOAD=str(8 * 1024 * 1024))
    site.told = json.loads(session_scratch.finish(prepared).splitlines()[-1])
    site.answers()
    yield site
    site.kill()


@pytest.fixture
def site(_served_site: Site) -> Iterator[Site]:
    """The server; after each test it answers as before, and its log tells of no error."""
    before = len(_served_site.problems())
    yield _served_site
    assert _served_site.call("GET", "/healthz")[0].status == 200
    assert _served_site.call("GET", "/api/v1/kinds", _served_site.token)[0].status == 200
    problems = _served_site.problems()[before:]
    assert not problems, "\n".join(problems)[:4000]
