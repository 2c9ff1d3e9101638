"""By when a document is issued, accepted and registered (A10)."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.documents.rules.time_limits import (
    TimeLimit,
    latest_acceptance,
    latest_issue_time,
    limit_of,
)
from lienthong.kernel.clock import VIETNAM

MORNING = TimeLimit(working_days=1, until=time(12))
WHOLE_DAY = TimeLimit(working_days=1)
SAME_DAY = TimeLimit(working_days=0)
FRIDAY = date(2026, 11, 20)
MONDAY = date(2026, 11, 23)


def is_weekday(day):
    return day.weekday() < 5


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


def issued(signed_at, *, limit=MORNING, is_urgent=False, is_working_day=is_weekday):
    return latest_issue_time(
        signed_at=signed_at, is_urgent=is_urgent, limit=limit, is_working_day=is_working_day
    )


def accepted(arrived_at, *, limit=SAME_DAY, is_urgent=False, is_working_day=is_weekday):
    return latest_acceptance(
        arrived_at=arrived_at, is_urgent=is_urgent, limit=limit, is_working_day=is_working_day
    )


def test_A10_signed_on_friday_is_issued_by_noon_on_monday():
    assert issued(at(FRIDAY, 16)) == at(MONDAY, 12)


def test_A10_the_older_rule_leaves_the_whole_next_working_day():
    assert issued(at(FRIDAY, 16), limit=WHOLE_DAY) == at(MONDAY + timedelta(days=1), 0)


def test_A10_an_urgent_document_is_out_on_the_day_of_its_signing_even_on_a_sunday():
    sunday = FRIDAY + timedelta(days=2)
    assert issued(at(sunday, 9), is_urgent=True) == at(MONDAY, 0)


def test_A10_the_day_that_counts_is_the_one_in_vietnam():
    late_on_thursday_in_utc = datetime.fromisoformat("2026-11-19T18:00:00+00:00")
    assert issued(late_on_thursday_in_utc) == at(MONDAY, 12)


def test_A10_what_arrives_on_a_working_day_is_accepted_that_day():
    assert accepted(at(FRIDAY, 23, 59)) == at(FRIDAY + timedelta(days=1), 0)


def test_A10_what_arrives_on_a_weekend_is_accepted_on_the_next_working_day():
    assert accepted(at(FRIDAY + timedelta(days=1), 8)) == at(MONDAY + timedelta(days=1), 0)


def test_A10_urgent_ones_do_not_wait_for_monday():
    saturday = FRIDAY + timedelta(days=1)
    assert accepted(at(saturday, 8), is_urgent=True) == at(saturday + timedelta(days=1), 0)


def test_A10_a_make_up_saturday_is_a_working_day():
    def with_make_up(day):
        return day == FRIDAY + timedelta(days=1) or is_weekday(day)

    saturday = FRIDAY + timedelta(days=1)
    assert issued(at(FRIDAY, 16), is_working_day=with_make_up) == at(saturday, 12)


def test_a_calendar_without_working_days_is_an_error_and_not_an_endless_wait():
    with pytest.raises(ValueError, match="no working day"):
        issued(at(FRIDAY, 16), is_working_day=lambda day: False)


def test_the_value_of_a_rule_is_read_or_refused():
    assert limit_of({"working_days": 1, "until": "12:00"}) == MORNING
    assert limit_of({"working_days": 0}) == SAME_DAY
    with pytest.raises(KeyError):
        limit_of({"until": "12:00"})
    with pytest.raises(ValueError, match="noon"):
        limit_of({"working_days": 1, "until": "noon"})


moments = st.datetimes(
    min_value=datetime(2010, 1, 1),  # noqa: DTZ001 (hypothesis adds the zone)
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(VIETNAM),
)
calendars = st.frozensets(st.integers(min_value=0, max_value=6), min_size=1)


@given(signed_at=moments, working=calendars, limit=st.sampled_from([MORNING, WHOLE_DAY, SAME_DAY]))
def test_a_limit_lies_ahead_and_ends_on_a_working_day_unless_it_is_the_same_day(
    signed_at, working, limit
):
    def is_working_day(day):
        return day.weekday() in working

    latest = issued(signed_at, limit=limit, is_working_day=is_working_day)
    ends_on = (latest - timedelta(seconds=1)).astimezone(VIETNAM).date()
    assert latest > signed_at
    assert is_working_day(ends_on) or limit.working_days == 0
    assert ends_on - signed_at.date() <= timedelta(days=7)


@given(arrived_at=moments, working=calendars)
def test_later_arrival_never_has_to_be_accepted_earlier(arrived_at, working):
    def is_working_day(day):
        return day.weekday() in working

    first = accepted(arrived_at, is_working_day=is_working_day)
    assert accepted(arrived_at + timedelta(hours=5), is_working_day=is_working_day) >= first
    assert first > arrived_at
