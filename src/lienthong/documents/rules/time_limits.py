"""By when a document has to be issued, accepted and registered (A10)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from lienthong.kernel.clock import at_local, end_of_day, local_day
from lienthong.kernel.working_days import IsWorkingDay, add_working_days, next_working_day


class Matter(StrEnum):
    """What rows of the rule table are about."""

    ISSUE_LIMIT = "issue-limit"
    ACCEPT_LIMIT = "accept-limit"
    REGISTER_LIMIT = "register-limit"
    LEGAL_VALUE = "legal-value"
    ROUTING = "routing"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long an act may take.

    working_days: 0 is the same day, 1 the next working day.
    until: the local time of that day at which it ends; None is its end, 24:00.
    """

    working_days: int
    until: time | None = None


# Holds where the table has no row for the day: the general rule of Decree 30/2020/NĐ-CP
# (Articles 18.1 and 4.2c), which the older Decree 110/2004/NĐ-CP already had.
GENERAL_LIMIT = TimeLimit(working_days=1)


def limit_of(value: dict[str, object]) -> TimeLimit:
    """Read the value of a policy row: {"working_days": 1, "until": "12:00"}; until may be absent.

    Raises ValueError or KeyError for a row that says something else.
    """
    until = value.get("until")
    return TimeLimit(
        working_days=int(str(value["working_days"])),
        until=time.fromisoformat(str(until)) if until else None,
    )


def latest_issue_time(
    *, signed_at: datetime, is_urgent: bool, limit: TimeLimit, is_working_day: IsWorkingDay
) -> datetime:
    """Return the last moment at which a signed outgoing document is still issued in time.

    signed_at: aware; the day that counts is the one in Vietnam.
    is_urgent: issued at once; what is not out on the day of its signing is late, whatever the
        calendar says of that day.
    limit: the policy of that day: "until" is 12:00 where the rule says "the morning of the next
        working day".
    Raises ValueError when none of the next 30 days is a working day: the calendar is broken.
    Source: Decision 28/2018/QĐ-TTg, Article 6; Decree 30/2020/NĐ-CP, Article 18, clause 1.
    """
    return _latest(local_day(signed_at), is_urgent, limit, is_working_day)


def latest_acceptance(
    *, arrived_at: datetime, is_urgent: bool, limit: TimeLimit, is_working_day: IsWorkingDay
) -> datetime:
    """Return the last moment at which a recipient accepts or refuses in time.

    What arrives on a day that is no working day counts as arrived on the next one, unless urgent:
    the decree says "the same day" and nobody keeps the book on a Sunday.
    Raises ValueError when none of the next 30 days is a working day: the calendar is broken.
    Source: Decree 30/2020/NĐ-CP, Article 21, clause 2, point c; Article 4, clause 2, point c.
    """
    day = local_day(arrived_at)
    if not is_urgent and not is_working_day(day):
        day = next_working_day(day, is_working_day=is_working_day)
    return _latest(day, is_urgent, limit, is_working_day)


def _latest(day: date, is_urgent: bool, limit: TimeLimit, is_working_day: IsWorkingDay) -> datetime:
    if is_urgent:
        return end_of_day(day)
    last = add_working_days(day, limit.working_days, is_working_day=is_working_day)
    return at_local(last, limit.until) if limit.until else end_of_day(last)
