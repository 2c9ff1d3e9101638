"""Enqueue: a job is a row in the transaction of its cause; if that fails, there is no job."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks.base import Task
from django_tasks.utils import normalize_json

from lienthong.jobs.models import Job
from lienthong.jobs.types import JobState
from lienthong.kernel.ids import uuid7
from lienthong.tables.rows import Rows

AnyTask = Task[Any, Any]
_JOBS = Rows(Job)


def enqueue(
    task: AnyTask, *args: Any, now: datetime, run_at: datetime | None = None, **kwargs: Any
) -> UUID:
    """Let a task run later, not before `run_at`; return the job's id.

    Arguments must be JSON values: ids as text, no content and no secrets.
    """
    job_id = uuid7()
    _JOBS.insert(id=job_id, **_facts(task, args, kwargs, now=now, run_at=run_at))
    return job_id


def enqueue_once(
    task: AnyTask,
    *args: Any,
    key: str,
    now: datetime,
    run_at: datetime | None = None,
    **kwargs: Any,
) -> bool:
    """Let a task run later unless it is open under this key; return whether a job was added.

    A job that runs at this moment runs once more, so that it sees what this transaction writes.
    The price of being exact: transactions that use one key wait for each other's commit, so busy
    acts use a schedule instead.
    """
    job = Job(**_facts(task, args, kwargs, now=now, run_at=run_at), unique_key=key)
    with transaction.atomic():
        while True:
            Job.objects.bulk_create([job], ignore_conflicts=True)
            if Job.objects.filter(pk=job.pk).exists():
                return True
            if _is_asked_again(job):
                return False
            # The open one was finished between the two statements: now there is room.


def enqueue_gathered(
    task: AnyTask, *, now: datetime, wait: timedelta = timedelta(seconds=1)
) -> bool:
    """Let a task without arguments run `wait` from now, for all who ask within half of that.

    One statement when somebody has asked, else two; nobody waits for another transaction, as with
    `enqueue_once`. The price: who commits more than half of `wait` later may not be seen by that
    run, so a schedule has to come by as well. Returns whether a job was added.
    """
    soon = Job.objects.filter(state=JobState.WAITING, priority=task.priority)
    soon = soon.filter(due_at__gt=now + wait / 2, due_at__lte=now + wait)
    if soon.filter(task_path=task.module_path).exists():
        return False
    enqueue(task, now=now, run_at=now + wait)
    return True


def _is_asked_again(job: Job) -> bool:
    """Mark the open job of this key; the lock keeps workers from starting it until we commit."""
    same = Job.objects.filter(
        task_path=job.task_path, unique_key=job.unique_key, state__in=JobState.open_states()
    )
    return bool(same.update(is_wanted_again=True))


def _facts(
    task: AnyTask,
    args: Sequence[Any],
    kwargs: dict[str, Any],
    *,
    now: datetime,
    run_at: datetime | None,
) -> dict[str, Any]:
    return {
        "task_path": task.module_path,
        "args": normalize_json(list(args)),
        "kwargs": normalize_json(kwargs),
        "queue": task.queue_name,
        "priority": task.priority,
        "due_at": run_at or task.run_after or now,
        "enqueued_at": now,
    }
