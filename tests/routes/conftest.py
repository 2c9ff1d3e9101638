"""Each test has an installation folder of its own, and nobody is called over a network."""

from pathlib import Path

import pytest
from tests.routes.builders import FakeParent


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    settings.LIENTHONG_ROUTE_ENDS = {"axis": "tests.routes.builders.the_parent"}
    FakeParent.now = FakeParent()
    return settings.LIENTHONG_HOME


@pytest.fixture
def parent(home) -> FakeParent:
    """The parent exchange at the end of every route."""
    return FakeParent.now
