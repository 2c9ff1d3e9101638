"""Which deadlines are said in working days; the others are shown as their date alone."""

from datetime import date, timedelta

_AHEAD = timedelta(days=400)
# What is overdue stays marked so for ten years.
_BEHIND = timedelta(days=3_660)


def is_countable(day: date, today: date) -> bool:
    """Return whether a deadline lies near enough to count its working days one by one."""
    return -_BEHIND <= day - today <= _AHEAD
