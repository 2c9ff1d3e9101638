"""Deadlines near enough to count; the others are a date."""

from datetime import date

import pytest

from lienthong.webkit.days import is_countable

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        (TODAY, True),
        (date(2027, 12, 28), True),
        (date(2027, 12, 29), False),
        (date(2020, 1, 1), True),
        (date.max, False),
        (date.min, False),
    ],
)
def test_only_near_days_are_counted(day, counted):
    assert is_countable(day, TODAY) is counted
