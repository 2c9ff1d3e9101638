"""Operators hear of a ledger that is behind its promises."""

from datetime import UTC, date, datetime

import pytest
from tests.desk.builders import two_offices

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import Role
from lienthong.kernel.news import announce
from lienthong.ledger.events import LedgerLate
from lienthong.notices.models import Notice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def test_every_operator_is_told_which_promises_are_not_kept():
    committee, _department = two_offices()
    person = directory_services.add_person(name="Người trực hệ thống")
    operator = directory_services.appoint(
        person_id=person.id,
        agency_id=committee.agency.id,
        role=Role.OPERATOR,
        title="Quản trị hệ thống",
        valid_from=date(2010, 1, 1),
    )
    assert [post.id for post in directory.posts_of_role(Role.OPERATOR, on=NOW.date())] == [
        operator.id
    ]

    announce(LedgerLate(("ledger.records-late", "ledger.stamps-missing"), NOW))

    told = Notice.objects.get()
    assert told.post_id == operator.id
    assert "lâu hơn thời hạn" in told.facts["problems"]
    assert "dấu thời gian" in told.facts["problems"]
