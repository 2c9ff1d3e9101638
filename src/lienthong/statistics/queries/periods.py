"""Which months of figures there are: closed ones as they were closed, the others as set."""

from datetime import date, datetime

from django.conf import settings

from lienthong.kernel.clock import local_day
from lienthong.ledger import queries as ledger
from lienthong.statistics import errors, rules
from lienthong.statistics.models import Closing
from lienthong.statistics.queries.closings import closing_called, current_closings
from lienthong.statistics.types import Period


def read_month(text: str) -> date:
    """Return the month that "2026-11" names, as its first day. Raises MonthUnknown."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007  # a month has no zone
    except ValueError as error:
        raise errors.MonthUnknown() from error
    if month.year < 2000 or month.year > 2100 or f"{month:%Y-%m}" != text:
        raise errors.MonthUnknown()
    return month


def period_asked(text: str, *, now: datetime) -> Period:
    """Return the month that "2026-11" names, where there is anything to count. Six statements.

    Raises MonthUnknown for one that has not begun, and for one before the installation's first.
    """
    period, first = period_called(read_month(text)), first_month()
    is_before = first is not None and period.month < first
    if period.since > now or (is_before and closing_called(period.month) is None):
        raise errors.MonthUnknown()
    return period


def period_called(month: date) -> Period:
    """Return the days of a month: those of its closing, or those that it will have. Two statements.

    What is not closed begins behind what is, so that a changed day of closing loses no day.
    """
    row = current_closings().filter(month=month).values_list("first_on", "last_on").first()
    if row is not None:
        return rules.period_between(month, *row)
    before = current_closings().filter(month__lt=month).order_by("-month").first()
    after = before.last_on if before and rules.next_month(before.month) == month else None
    return rules.period_of(month, day=_day(), after=after)


def period_now(*, now: datetime) -> Period:
    """Return the month that goes on. Two statements, two more where the day was set later.

    Then the month that today is called by is closed already: the one behind it goes on.
    """
    found = period_called(rules.month_of(local_day(now), closes=_day()))
    return found if now < found.until else period_called(rules.next_month(found.month))


def first_month() -> date | None:
    """Return the month of the first act of the installation; None before it. Two statements."""
    found = ledger.recorded_within()
    return None if found is None else rules.month_of(local_day(found[0]), closes=_day())


def closing_to_come(*, now: datetime) -> Period | None:
    """Return the month whose closing is due, the earliest first; None when none is.

    Closed months follow one another without a gap. Four statements.
    """
    latest = Closing.objects.order_by("-month").values_list("month", flat=True).first()
    month = rules.next_month(latest) if latest else first_month()
    if month is None:
        return None
    period = period_called(month)
    return period if period.until <= now else None


def _day() -> int:
    return int(settings.LIENTHONG_FIGURES_DAY)
