"""Recalls, newer versions and late acts: every document is counted, in one month, once."""

from datetime import date
from uuid import uuid4

import pytest
from tests.exchange import changes
from tests.exchange.builders import a_dispatch, the_delivery
from tests.statistics.builders import CLOSED, NOVEMBER, a_province, accept, on, some

from lienthong.exchange import services as exchange
from lienthong.exchange.types import NewReport, StatusCode
from lienthong.statistics import queries, rules
from lienthong.statistics.types import Measure

pytestmark = pytest.mark.django_db
NOW = on(20, month=12)


@pytest.fixture
def province():
    return a_province()


def take_in(office, delivery, now):
    """Software of the agency's own says that it took it in."""
    report = NewReport(delivery.id, StatusCode.ACCEPTED, str(uuid4()))
    exchange.report_status(report=report, actor=office.clerk, now=now)


def told(office, *measures, month=NOVEMBER, at=NOW):
    """What is counted now, and how many documents stand behind it."""
    period, agency = rules.period_of(month, day=30), office.agency
    counts = queries.count_figures(period, [agency], at=at)[agency.id].counts
    for measure in counts:
        found = queries.opened(measure, period, agency, at=at)
        assert (found.count(), len(found.page())) == (counts[measure], counts[measure])
        assert sum(number for _day, number in found.days()) == counts[measure]
        assert all(period.first_on <= day <= period.last_on for day, _number in found.days())
    return some(counts, *measures)


DECIDED = (Measure.ARRIVED, Measure.DECIDED_IN_TIME, Measure.DECIDED_LATE, Measure.REFUSED)


@pytest.mark.parametrize("agreed", [on(3, 11), on(20)])
def test_who_gave_back_in_time_is_not_late(province, agreed):
    committee, department = province.committee, province.department
    sent = a_dispatch(committee, department, now=on(3))
    exchange.request_recall(
        dispatch_id=sent.id,
        recipient_ids=None,
        reason="Gửi nhầm",
        key="k",
        actor=committee.clerk,
        now=on(3, 10),
    )
    changes.answer(department, the_delivery(sent, department), agrees=True, now=agreed)
    is_late = int(agreed == on(20))
    assert told(department, *DECIDED) == [1, 1 - is_late, is_late, 0]


def test_a_newer_version_is_no_other_document_where_books_are_elsewhere(province):
    committee, district = province.committee, province.district
    sent = a_dispatch(district, committee, now=on(9))
    changes.updated(district, sent, now=on(9, 10))
    changes.answer(committee, the_delivery(sent, committee), agrees=True, now=on(9, 11))
    assert told(district, Measure.OUTGOING_ELECTRONIC, Measure.DELIVERIES) == [1, 2]
    assert told(committee, *DECIDED, at=on(9, 11)) == [2, 1, 0, 0]

    came = a_dispatch(committee, district, now=on(12))
    old = the_delivery(came, district)
    take_in(district, old, on(12, 10))
    changes.updated(committee, came, now=on(13), key="2")
    changes.answer(district, old, agrees=True, now=on(13, 11))
    assert told(district, Measure.INCOMING_ELECTRONIC, *DECIDED) == [1, 2, 2, 0, 0]


def test_what_came_at_the_end_of_a_month_is_taken_in_in_the_next(province):
    sent = a_dispatch(province.committee, province.district, now=on(30, 16))
    assert told(province.district, Measure.INCOMING_ELECTRONIC, at=CLOSED) == [0]
    take_in(province.district, the_delivery(sent, province.district), on(1, 9, month=12))
    december = date(2026, 12, 1)
    taken = [
        told(province.district, Measure.INCOMING_ELECTRONIC, month=month)
        for month in (NOVEMBER, december)
    ]
    assert taken == [[0], [1]]


def test_what_books_here_take_in_the_next_month_stands_there(province):
    sent = a_dispatch(province.committee, province.department, now=on(30, 16))
    accept(the_delivery(sent, province.department), province.department, on(1, 9, month=12))
    taken = [
        told(province.department, Measure.INCOMING, month=month)
        for month in (NOVEMBER, date(2026, 12, 1))
    ]
    assert taken == [[0], [1]]
