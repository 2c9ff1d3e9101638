"""Agencies below one committee, and the operator who plans."""

import pytest
from tests.directory.builders import an_operator
from tests.directory.reorganising.plans import Province
from tests.exchange.builders import an_office


@pytest.fixture
def province() -> Province:
    committee = an_office("Ủy ban nhân dân tỉnh Đồng Nai")
    offices = [
        an_office(name, parent=committee.agency)
        for name in ("Sở Tư pháp", "Sở Tài chính", "Sở Nội vụ")
    ]
    return Province(committee, *offices, operator=an_operator(committee.agency))
