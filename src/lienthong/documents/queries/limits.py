"""Time limits computed from the rules and the calendar of the day (A10)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents.queries.policies import policies_of, policy_for
from lienthong.documents.rules.policies import narrowest_policy
from lienthong.documents.rules.time_limits import (
    GENERAL_LIMIT,
    Matter,
    TimeLimit,
    latest_acceptance,
    latest_issue_time,
    limit_of,
)
from lienthong.documents.types import Scope
from lienthong.kernel.clock import local_day
from lienthong.kernel.working_days import LONGEST_BREAK, IsWorkingDay


def issue_limit(*, signed_at: datetime, is_urgent: bool) -> tuple[datetime, UUID | None]:
    """Return until when a signed document is issued in time, and the rule's row. Two statements."""
    limit, policy_id = _limit(Matter.ISSUE_LIMIT, local_day(signed_at))
    latest = latest_issue_time(
        signed_at=signed_at,
        is_urgent=is_urgent,
        limit=limit,
        is_working_day=_calendar(local_day(signed_at)),
    )
    return latest, policy_id


def issue_limits(first: date, last: date) -> Callable[[datetime, bool], datetime]:
    """Return a function that tells `issue_limit` of what was signed between two days.

    Its arguments: when it was signed, and whether it is urgent. Asking it is free; it raises
    ValueError for a day further outside than `working_day_checker` knows. Two statements, now.
    """
    rows = policies_of(Matter.ISSUE_LIMIT)
    is_working_day = directory.working_day_checker(first, last)
    known: dict[tuple[date, bool], datetime] = {}

    def latest(signed_at: datetime, is_urgent: bool) -> datetime:
        day = local_day(signed_at)
        if (day, is_urgent) not in known:
            policy = narrowest_policy(rows, day=day, scope=Scope())
            known[day, is_urgent] = latest_issue_time(
                signed_at=signed_at,
                is_urgent=is_urgent,
                limit=limit_of(policy.value) if policy else GENERAL_LIMIT,
                is_working_day=is_working_day,
            )
        return known[day, is_urgent]

    return latest


def accept_limit(*, admitted_at: datetime, is_urgent: bool) -> tuple[datetime, UUID | None]:
    """Return until when recipients accept or refuse in time, and the row of the rule.

    The same for all recipients of a dispatch, so it is asked once. Two statements.
    """
    return _arrived(Matter.ACCEPT_LIMIT, admitted_at, is_urgent)


def register_limit(*, arrived_at: datetime, is_urgent: bool) -> tuple[datetime, UUID | None]:
    """Return until when what arrived is entered in the book in time, and the row of the rule.

    Two statements.
    """
    return _arrived(Matter.REGISTER_LIMIT, arrived_at, is_urgent)


def _arrived(matter: Matter, at: datetime, is_urgent: bool) -> tuple[datetime, UUID | None]:
    limit, policy_id = _limit(matter, local_day(at))
    latest = latest_acceptance(
        arrived_at=at,
        is_urgent=is_urgent,
        limit=limit,
        is_working_day=_calendar(local_day(at)),
    )
    return latest, policy_id


def _limit(matter: Matter, day: date) -> tuple[TimeLimit, UUID | None]:
    policy = policy_for(matter, day=day)
    return (limit_of(policy.value), policy.id) if policy else (GENERAL_LIMIT, None)


def _calendar(day: date) -> IsWorkingDay:
    return directory.working_day_checker(day, day + timedelta(days=LONGEST_BREAK))
