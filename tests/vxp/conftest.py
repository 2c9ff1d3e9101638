"""Each test has an installation folder of its own, and starts with nothing noted."""

from pathlib import Path

import pytest

from lienthong.systems.api import limits
from lienthong.vxp.services import calls


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    limits.start_anew()
    calls.start_anew()
    return settings.LIENTHONG_HOME
