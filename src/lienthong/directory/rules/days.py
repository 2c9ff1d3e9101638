"""From which day to which day something holds."""

from datetime import date

from lienthong.directory.errors import DatesOutOfOrder


def check_order(start: date | None, end: date | None) -> None:
    """Raise DatesOutOfOrder when an end lies before its start."""
    if start and end and end < start:
        raise DatesOutOfOrder(start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")
