"""The order of files, until when they go to the archive, and when they need not be kept."""

import re
from calendar import monthrange
from datetime import date

from lienthong.kernel.text import fold

# Decree 30/2020/NĐ-CP, Article 30.
_MONTHS = 12
_MONTHS_OF_CONSTRUCTION = 3
# Files that are kept for fewer years stay where they are.
DEPOSITED_FROM = 5
_KEPT_BACK_YEARS = 2
_NUMBER = re.compile(r"\d+", re.ASCII)
# Figures of a number of a list; longer ones come last.
_FIGURES = 6


def place_of(notation: str) -> str:
    """Return by what the files of a year are sorted: 2/HS before 10/HS, and 02/HS beside 2/HS."""
    return _NUMBER.sub(lambda number: number[0].lstrip("0").zfill(_FIGURES), fold(notation))


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_deposited(*, years: int | None, is_forever: bool) -> bool:
    """Say whether a file of this retention goes to the agency's archive at all.

    years: None where it is not known, or for ever. Source: Decree 30/2020/NĐ-CP, Article 30.
    """
    return is_forever or (years is not None and years >= DEPOSITED_FROM)


def deposit_until(ended_on: date, *, is_construction: bool) -> date:
    """Return the last day for handing a file over: one year after its work ended.

    Three months after the final settlement for building works.
    Source: Decree 30/2020/NĐ-CP, Article 30, clause 2.
    """
    return months_later(ended_on, _MONTHS_OF_CONSTRUCTION if is_construction else _MONTHS)


def latest_keeping_back(due_on: date) -> date:
    """Return until when a file may be kept back at most: two years after it was due.

    Source: Decree 30/2020/NĐ-CP, Article 30, clause 2.
    """
    return months_later(due_on, 12 * _KEPT_BACK_YEARS)


def ended_before(today: date, years: int) -> date:
    """Return the day before which the work on files ended whose retention of `years` is over."""
    return date(max(today.year - years, 1), 1, 1)
