"""Which days a month of figures has, what a share is, and where closed figures stand."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from lienthong.kernel.clock import at_local, local_day
from lienthong.kernel.working_days import IsWorkingDay, next_working_day
from lienthong.statistics.types import (
    Answer,
    AnswerCard,
    Basis,
    Counts,
    Measure,
    Period,
    Standing,
    Totals,
)

# Of docs/reference/figures.md; raised whenever a measure begins to count something else.
DEFINITIONS = 3
ONE_DAY = timedelta(days=1)
NO_TOTALS = Totals()
_HUNDREDTH = Decimal("0.01")
_OFFICES_OPEN = timedelta(hours=8)  # after midnight


def closing_day(month: date, day: int) -> date:
    """Return the last day that belongs to a month of figures: `day`, or the month's own last."""
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def period_of(month: date, *, day: int, after: date | None = None) -> Period:
    """Return a month of figures that closes on a day, 1 to 31.

    month: any day of the month that it is called by. after: the last day that is closed already,
    so that no day is left out or counted twice when `day` is changed; None: as `day` says.
    Source: the letter of Sở Nội vụ Đồng Nai of 2017, point 1: closed on the 30th of each month.
    """
    month = month.replace(day=1)
    first = (after or closing_day(month - ONE_DAY, day)) + ONE_DAY
    return period_between(month, first, closing_day(month, day))


def period_between(month: date, first: date, last: date) -> Period:
    """Return a month of figures from its first day to its last; both belong to it."""
    return Period(
        month=month,
        first_on=first,
        last_on=last,
        since=at_local(first, time.min),
        until=at_local(last + ONE_DAY, time.min),
    )


def month_of(day: date, *, closes: int) -> date:
    """Return the first day of the month to whose figures a day belongs."""
    month = day.replace(day=1)
    return month if day <= closing_day(month, closes) else next_month(month)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=31)).replace(day=1)


def answers_count_after(period: Period, closed_at: datetime) -> date:
    """Return the day behind which the next working day is for answering.

    The last one of the period; where it was closed later than before the offices opened on the
    morning after, the day of closing: nobody has less than a whole working day.
    """
    return max(period.last_on, local_day(closed_at - _OFFICES_OPEN))


def answer_until(after: date, *, is_working_day: IsWorkingDay) -> datetime:
    """Return until when an agency answers in time: the end of the next working day."""
    day = next_working_day(after, is_working_day=is_working_day)
    return at_local(day + ONE_DAY, time.min)


def share(part: int | None, whole: int | None) -> Decimal | None:
    """Return how many in a hundred, to two decimals, half up; None where it cannot be told.

    That is where a number is not known, and where there is nothing: neither 0 nor 100 in a hundred.
    """
    if part is None or not whole:
        return None
    return (Decimal(100) * part / whole).quantize(_HUNDREDTH, rounding=ROUND_HALF_UP)


def outgoing_share(counts: Counts, totals: Totals = NO_TOTALS) -> Decimal | None:
    """Return the share of what was issued that was sent electronically."""
    whole = counts.get(Measure.OUTGOING, totals.outgoing)
    return share(counts.get(Measure.OUTGOING_ELECTRONIC), whole)


def incoming_share(counts: Counts, totals: Totals = NO_TOTALS) -> Decimal | None:
    """Return the share of what was received that came electronically."""
    whole = counts.get(Measure.INCOMING, totals.incoming)
    return share(counts.get(Measure.INCOMING_ELECTRONIC), whole)


def signed_share(counts: Counts) -> Decimal | None:
    """Return the share of what was sent electronically that person and agency both signed."""
    return share(counts.get(Measure.SIGNED), counts.get(Measure.OUTGOING_ELECTRONIC))


def standing(answers: Sequence[AnswerCard], *, answer_by: datetime, at: datetime) -> Standing:
    """Return where closed figures stand: by the latest answer in time, else by the clock."""
    told = [one for one in answers if one.is_in_time]
    if told:
        return Standing.CONFIRMED if told[-1].answer == Answer.CONFIRMED else Standing.OBJECTED
    return Standing.AWAITED if at < answer_by else Standing.UNCONFIRMED


def counted_share(found: Decimal | None, where: Standing) -> Decimal | None:
    """Return the share as the summary counts it: 0 for who said nothing in time.

    Source: the letter of Sở Nội vụ Đồng Nai of 2017, point 1.
    """
    return Decimal(0) if where == Standing.UNCONFIRMED else found


def basis_of(*, books_here: bool) -> Basis:
    """Return what the figures of an agency can be counted from."""
    return Basis.BOOKS if books_here else Basis.EXCHANGE
