"""Each test has an installation folder of its own, and the agencies that the samples name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from tests.gateways import builders
from tests.remembered import remembered


@pytest.fixture(autouse=True)
def home(settings, tmp_path) -> Path:
    settings.LIENTHONG_HOME = tmp_path / "home"
    settings.LIENTHONG_HOME.mkdir()
    return settings.LIENTHONG_HOME


@pytest.fixture
def agencies(db) -> builders.Agencies:
    return remembered(builders.the_agencies)


@pytest.fixture
def kept_connection() -> Iterator[None]:
    """Let calls through WSGI keep the connection of the test, as calls of Django's client do.

    After those: each of them connects the signals again.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
