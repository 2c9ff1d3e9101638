"""Operators hear of a ledger that is behind its promises, and of its end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.desk.builders import at_desk, two_offices

from lienthong.access import queries as access
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import PostCard, Role
from lienthong.kernel.news import announce
from lienthong.ledger.events import LedgerInTime, LedgerLate
from lienthong.notices.models import Notice
from lienthong.worklist import queries as worklist

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def operator() -> PostCard:
    committee, _department = two_offices()
    person = directory_services.add_person(name="Người trực hệ thống")
    return directory_services.appoint(
        person_id=person.id,
        agency_id=committee.agency.id,
        role=Role.OPERATOR,
        title="Quản trị hệ thống",
        valid_from=date(2010, 1, 1),
    )


def to_do(post: PostCard) -> int:
    return worklist.counts(access.actor_in(post), now=NOW).to_do


def test_every_operator_is_told_which_promises_are_not_kept(operator):
    assert [post.id for post in directory.posts_of_role(Role.OPERATOR, on=NOW.date())] == [
        operator.id
    ]

    announce(LedgerLate(("ledger.records-late", "ledger.stamps-missing"), NOW))

    told = Notice.objects.get()
    assert told.post_id == operator.id
    assert "lâu hơn thời hạn" in told.facts["problems"]
    assert "dấu thời gian" in told.facts["problems"]


def test_it_waits_as_work_once_and_leads_to_the_page_of_the_operator(operator):
    for hours in (0, 6):
        announce(LedgerLate(("ledger.held",), NOW + timedelta(hours=hours)))
    assert to_do(operator) == 1
    page = at_desk(access.actor_in(operator)).get("/").content.decode()
    assert "Xử lý sổ cái không giữ đúng cam kết" in page
    assert 'href="/van-hanh/"' in page


def test_it_is_taken_back_when_it_is_over_and_that_is_told_once(operator):
    announce(LedgerLate(("ledger.records-late",), NOW))
    for minutes in (10, 20):
        announce(LedgerInTime(NOW + timedelta(minutes=minutes)))
    assert to_do(operator) == 0
    codes = [notice.code for notice in Notice.objects.order_by("told_at")]
    assert codes == ["operation.ledger-late", "operation.ledger-in-time"]
    announce(LedgerLate(("ledger.records-late",), NOW + timedelta(days=1)))
    assert to_do(operator) == 1
