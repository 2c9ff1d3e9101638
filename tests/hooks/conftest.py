"""Each test has an installation folder of its own, and nobody outside to call."""

from pathlib import Path

import pytest
from tests.hooks.builders import Receivers


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    return settings.LIENTHONG_HOME


@pytest.fixture
def receivers(settings) -> Receivers:
    """Everybody out there, as the installation reaches them."""
    settings.LIENTHONG_HOOK_CALLER = "tests.hooks.builders.Caller"
    return Receivers.anew()
