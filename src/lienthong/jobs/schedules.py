"""Work that comes back by the clock, declared in the handlers of each package."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks.base import Task


@dataclass(frozen=True, slots=True)
class Schedule:
    """A task without arguments that is enqueued every `interval`."""

    name: str
    task: "Task[[], Any]"
    interval: timedelta


_schedules: dict[str, Schedule] = {}


def every(interval: timedelta, task: "Task[[], Any]", *, name: str = "") -> None:
    """Enqueue a task every `interval`, first as soon as a worker runs.

    name: stable identity of the schedule, the task's own path if empty. Declaring it again
    changes its interval. However many workers run, each turn is enqueued once; a turn that comes
    while the last one still waits or runs adds at most one more run after it.
    """
    name = name or task.module_path
    _schedules[name] = Schedule(name, task, interval)


def declared() -> dict[str, Schedule]:
    """Return all schedules by name."""
    return dict(_schedules)
