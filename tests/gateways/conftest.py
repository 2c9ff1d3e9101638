"""Each test has an installation folder of its own, and the agencies that the samples name."""

from pathlib import Path

import pytest
from tests.gateways import builders


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    return settings.LIENTHONG_HOME


@pytest.fixture
def agencies(db) -> builders.Agencies:
    return builders.the_agencies()
