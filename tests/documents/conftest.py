"""Each test has an installation folder of its own."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path
    return tmp_path
