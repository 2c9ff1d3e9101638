"""Which day is a working day in the province (A10)."""

from datetime import date, timedelta

from django.db.models import QuerySet

from lienthong.directory.models import DayException
from lienthong.directory.types import CalendarDay
from lienthong.kernel.working_days import IsWorkingDay
from lienthong.tables.places import place
from lienthong.tables.questions import question

# Counting goes on past the end asked for: a limit may fall behind the lunar new year.
_MARGIN = timedelta(days=60)
_SATURDAY = 5


@question
def _exceptions() -> "QuerySet[DayException, tuple[date, bool]]":
    rows = DayException.objects.filter(day__gte=place("first"), day__lte=place("last"))
    return rows.values_list("day", "is_working")


def exceptions_of(year: int) -> list[CalendarDay]:
    """Return the days of a year that are not what their weekday says. One statement."""
    rows = DayException.objects.filter(day__year=year).order_by("day")
    return [CalendarDay(row.day, row.is_working, row.name, row.source) for row in rows]


def working_day_checker(start: date, end: date) -> IsWorkingDay:
    """Return a function that tells working days from 60 days before `start` to 60 after `end`.

    Monday to Friday, but for the exceptions of the calendar. One statement, now; asking it is free.
    The function raises ValueError for a day outside its range rather than guess.
    """
    first = max(start, date.min + _MARGIN) - _MARGIN
    last = min(end, date.max - _MARGIN) + _MARGIN
    exceptions = dict(_exceptions.all(first=first, last=last))

    def is_working_day(day: date) -> bool:
        if not first <= day <= last:
            raise ValueError(f"{day} lies outside the calendar read for {first} to {last}")
        return exceptions.get(day, day.weekday() < _SATURDAY)

    return is_working_day
