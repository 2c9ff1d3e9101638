"""Two agencies whose software calls: one that sends, one that receives."""

import pytest
from tests.gateways.calls import Caller, a_caller


@pytest.fixture
def sender() -> Caller:
    return a_caller("Sở Tư pháp")


@pytest.fixture
def recipient() -> Caller:
    return a_caller("Sở Nội vụ")
