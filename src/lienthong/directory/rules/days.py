"""From which day to which day something holds."""

from datetime import date

from lienthong.directory.errors import DatesOutOfOrder


def is_valid_on(day: date, *, valid_from: date | None, valid_to: date | None) -> bool:
    """Return whether a day lies in a validity; both ends belong to it, None is open."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def check_order(start: date | None, end: date | None) -> None:
    """Raise DatesOutOfOrder when an end lies before its start."""
    if start and end and end < start:
        raise DatesOutOfOrder(start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")
