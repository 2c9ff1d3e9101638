"""Each test has an installation folder of its own, and nobody is called over a network."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.routes.builders import FakeParent
from tests.routes.relays import Relay


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    settings.LIENTHONG_ROUTE_ENDS = {"axis": "tests.routes.builders.the_parent"}
    FakeParent.now = FakeParent()
    return settings.LIENTHONG_HOME


@pytest.fixture
def relay(settings) -> Iterator[Relay]:
    """A mail server at the end of every route of mail."""
    settings.LIENTHONG_ROUTE_ENDS = {
        "axis": "tests.routes.builders.the_parent",
        "mail": "lienthong.routes.adapters.smtp.MailServer",
    }
    server = Relay()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def parent(home) -> FakeParent:
    """The parent exchange at the end of every route."""
    return FakeParent.now
