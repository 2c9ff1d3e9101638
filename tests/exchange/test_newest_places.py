"""What the waiting room asks: how far each agency has come."""

import pytest
from tests.exchange.builders import a_dispatch, an_office

from lienthong.exchange import queries

pytestmark = pytest.mark.django_db


def test_A11_what_has_no_place_yet_counts_as_the_next_one(count_statements):
    committee = an_office("Ủy ban nhân dân tỉnh")
    justice, finance = (
        an_office(name, parent=committee.agency) for name in ("Sở Tư pháp", "Sở Tài chính")
    )
    wanted = [justice.agency.id, finance.agency.id]
    assert queries.newest_places(wanted) == dict.fromkeys(wanted, 0)
    a_dispatch(committee, justice)
    assert queries.newest_places(wanted) == {justice.agency.id: 1, finance.agency.id: 0}
    assert count_statements(lambda: queries.newest_places(wanted)) == 2
