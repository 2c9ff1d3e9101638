"""Take turns: what a schedule says is enqueued once, whichever worker comes first."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from lienthong.jobs.models import ScheduleTurn
from lienthong.jobs.schedules import Schedule, declared
from lienthong.jobs.services.enqueue_job import enqueue_once


def take_turns(*, now: datetime) -> int:
    """Enqueue every declared schedule whose turn has come; return how many.

    Turns that were missed while no worker ran are not made up for: one run follows. A turn that
    is further away than its interval was put there by a clock that was ahead: it has come.
    """
    schedules = declared()
    _add_new(schedules, now=now)
    due = ScheduleTurn.objects.filter(_has_come(schedules, now=now))
    # Looked at without a lock first: an idle worker must not write-lock SQLite twice a second.
    if not due.exists():
        return 0
    with transaction.atomic(durable=True):
        turns = list(due.select_for_update(skip_locked=True).order_by("name"))
        for turn in turns:
            schedule = schedules[turn.name]
            turn.next_run_at = _next(turn.next_run_at, schedule.interval, now=now)
            enqueue_once(schedule.task, key=f"schedule:{turn.name}", now=now)
        ScheduleTurn.objects.bulk_update(turns, ["next_run_at"])
    return len(turns)


def _has_come(schedules: dict[str, Schedule], *, now: datetime) -> Q:
    names: dict[timedelta, list[str]] = {}
    for name, schedule in schedules.items():
        names.setdefault(schedule.interval, []).append(name)
    come = Q(name__in=schedules, next_run_at__lte=now)
    for interval, those in names.items():
        come |= Q(name__in=those, next_run_at__gt=now + interval)
    return come


def _add_new(schedules: dict[str, Schedule], *, now: datetime) -> None:
    known = set(ScheduleTurn.objects.filter(name__in=schedules).values_list("pk", flat=True))
    new = [ScheduleTurn(name=name, next_run_at=now) for name in schedules.keys() - known]
    ScheduleTurn.objects.bulk_create(new, ignore_conflicts=True)


def _next(last: datetime, interval: timedelta, *, now: datetime) -> datetime:
    """Return the first turn after now in the schedule's own rhythm; a shorter interval counts."""
    return last + interval * ((now - last) // interval + 1)
