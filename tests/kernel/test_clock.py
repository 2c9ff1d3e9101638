from datetime import date, timedelta

from lienthong.kernel.clock import VIETNAM, end_of_day
from lienthong.kernel.working_days import is_within_reach


def test_a_day_ends_at_midnight_in_vietnam():
    ends = end_of_day(date(2026, 12, 31)).astimezone(VIETNAM)
    assert (ends.date(), ends.hour) == (date(2027, 1, 1), 0)


def test_even_the_last_day_of_all_ends_somewhere():
    assert end_of_day(date.max) > end_of_day(date(9999, 12, 1))


def test_a_deadline_lies_within_two_years():
    today = date(2026, 11, 23)
    assert is_within_reach(today + timedelta(days=731), today=today)
    assert not is_within_reach(today + timedelta(days=732), today=today)
