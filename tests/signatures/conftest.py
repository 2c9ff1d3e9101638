import pytest
from tests.remembered import remembered
from tests.signatures import builders


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.LIENTHONG_HOME = tmp_path


@pytest.fixture
def world(db):
    return remembered(builders.a_world)
