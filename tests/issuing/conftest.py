import pytest
from tests.issuing import builders
from tests.remembered import remembered


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path


@pytest.fixture
def province(db):
    return remembered(builders.a_province)


@pytest.fixture
def friday(monkeypatch):
    """The clock of the pages stands still at a moment of the builders' Friday."""
    from lienthong.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: builders.FRIDAY_9AM + builders.MINUTE)


@pytest.fixture
def signed_in(friday):
    """Return a function that gives a browser's client in which an actor is signed in."""
    return builders.a_client
