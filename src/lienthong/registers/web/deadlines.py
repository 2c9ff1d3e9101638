"""Deadlines in working days, for lists and chips."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from lienthong.directory import queries as directory
from lienthong.kernel.working_days import add_working_days, working_days_between
from lienthong.webkit.days import is_countable

CHIPS = (2, 5, 10)
# The longest chip reaches three weeks, and more over the lunar new year.
_REACH = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DueChip:
    """A deadline to choose: so many working days from today, and the day that this is."""

    days: int
    day: date


def due_chips(today: date) -> list[DueChip]:
    """Return the usual deadlines with their days. One statement."""
    checker = directory.working_day_checker(today, today + _REACH)
    return [DueChip(n, add_working_days(today, n, is_working_day=checker)) for n in CHIPS]


def days_left(days: Iterable[date | None], today: date) -> dict[date, int]:
    """Return how many working days remain until each day; negative when past. One statement.

    Days too far away to be counted are left out.
    """
    wanted = {day for day in days if day is not None and is_countable(day, today)}
    if not wanted:
        return {}
    checker = directory.working_day_checker(min(wanted | {today}), max(wanted | {today}))
    return {day: working_days_between(today, day, is_working_day=checker) for day in wanted}
