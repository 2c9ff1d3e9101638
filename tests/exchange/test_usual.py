"""What a day usually has sent by now, told beside today's figure (A10)."""

from datetime import timedelta
from functools import partial

import pytest
from tests.exchange.builders import MONDAY_9AM, a_dispatch, an_office

from lienthong.exchange import queries

pytestmark = pytest.mark.django_db
WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def offices():
    committee = an_office("Ủy ban nhân dân tỉnh")
    return committee, an_office("Sở Tư pháp", parent=committee.agency)


def usual(offices, **facts):
    facts = {"now": MONDAY_9AM, "is_working_day": lambda day: True} | facts
    return queries.usual_dispatches(senders=[one.agency.id for one in offices], **facts)


def test_A10_each_week_before_tells_what_was_sent_by_the_same_hour(offices):
    send = partial(a_dispatch, *offices)
    send(now=MONDAY_9AM - 4 * WEEK - DAY)  # before this day there was something already
    send(now=MONDAY_9AM - 3 * WEEK - HOUR)
    for moment in (WEEK + HOUR, WEEK, WEEK - HOUR):  # an hour before, that very moment, after it
        send(now=MONDAY_9AM - moment)
    send(now=MONDAY_9AM - DAY)
    send(now=MONDAY_9AM - HOUR)

    assert usual(offices) == [1, 0, 1, 0]


def test_A10_a_holiday_is_no_measure_of_a_working_day(offices):
    a_dispatch(*offices, now=MONDAY_9AM - 5 * WEEK)
    a_dispatch(*offices, now=MONDAY_9AM - 2 * WEEK - HOUR)
    last_monday = (MONDAY_9AM - WEEK).date()

    assert usual(offices, is_working_day=lambda day: day != last_monday) == [1, 0, 0]


def test_A10_a_day_that_was_not_whole_is_no_measure_and_nothing_sent_none(offices):
    assert usual(offices) == []
    a_dispatch(*offices, now=MONDAY_9AM - WEEK - 2 * HOUR)
    assert usual(offices) == []


def test_others_do_not_count_and_a_statement_a_week_and_one_are_asked(
    offices, django_assert_num_queries
):
    committee, department = offices
    for weeks in reversed(range(6)):
        a_dispatch(committee, department, now=MONDAY_9AM - weeks * WEEK - HOUR)
    with django_assert_num_queries(5):
        assert usual([department]) == [0, 0, 0, 0]
    assert usual([committee]) == [1, 1, 1, 1]
