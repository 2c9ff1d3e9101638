"""The agency at the top of a province."""

import pytest
from tests.directory.builders import a_committee


@pytest.fixture
def committee():
    return a_committee()
