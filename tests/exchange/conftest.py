"""Three agencies of a province, for the tests that send between them."""

import pytest
from tests.exchange.builders import an_office


@pytest.fixture
def committee():
    return an_office("Ủy ban nhân dân tỉnh")


@pytest.fixture
def justice(committee):
    return an_office("Sở Tư pháp", parent=committee.agency)


@pytest.fixture
def finance(committee):
    return an_office("Sở Tài chính", parent=committee.agency)
