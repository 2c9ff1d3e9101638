"""Counting working days; which day is one is asked of the province's calendar."""

from collections.abc import Callable
from datetime import date, timedelta

IsWorkingDay = Callable[[date], bool]
# The longest stretch without a working day is the lunar new year, about ten days.
LONGEST_BREAK = 30

# Deadlines lie within two years; what is further away is a slip of the pen, or a trap.
FURTHEST_DEADLINE = timedelta(days=731)


def is_within_reach(due_on: date, *, today: date) -> bool:
    """Say whether a day can be a deadline: not further away than any real one."""
    return due_on <= today + FURTHEST_DEADLINE


def next_working_day(after: date, *, is_working_day: IsWorkingDay) -> date:
    """Return the first working day after a day.

    Raises ValueError when none of the next 30 days is one: the calendar is broken.
    """
    for ahead in range(1, LONGEST_BREAK + 1):
        day = after + timedelta(days=ahead)
        if is_working_day(day):
            return day
    raise ValueError(f"no working day within {LONGEST_BREAK} days after {after}")


def add_working_days(day: date, count: int, *, is_working_day: IsWorkingDay) -> date:
    """Return the day that lies `count` working days after a day; `count` 0 is the day itself."""
    for _step in range(count):
        day = next_working_day(day, is_working_day=is_working_day)
    return day


def working_days_between(start: date, end: date, *, is_working_day: IsWorkingDay) -> int:
    """Return how many working days lie after `start` up to and with `end`; negative if past."""
    if end < start:
        return -working_days_between(end, start, is_working_day=is_working_day)
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working_day(day))
