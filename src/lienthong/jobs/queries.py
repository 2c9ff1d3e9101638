"""How the queues stand, for operators."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q

from lienthong.jobs.models import Job, WorkerBeat
from lienthong.jobs.types import DeadJob, JobState, QueueState


def dead_jobs(*, before: UUID | None = None, limit: int = 50) -> list[DeadJob]:
    """Return jobs that were given up, newest first; `before`: the last id seen. One statement."""
    rows = Job.objects.filter(state=JobState.DEAD)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    fields = ("pk", "task_path", "queue", "attempts", "last_error", "enqueued_at", "finished_at")
    return [DeadJob(*row) for row in rows.order_by("-pk").values_list(*fields)[:limit]]


def queue_states() -> list[QueueState]:
    """Return each queue that has something open or dead, by name. One statement."""
    counted = {
        state.value: Count("pk", filter=Q(state=state))
        for state in (JobState.WAITING, JobState.RUNNING, JobState.DEAD)
    }
    oldest = Min("due_at", filter=Q(state=JobState.WAITING))
    rows = (
        Job.objects.exclude(state__in=[JobState.DONE, JobState.DROPPED])
        .values_list("queue")
        .order_by("queue")
    )
    fields = ("queue", "waiting", "running", "dead", "oldest")
    return [
        QueueState(*row) for row in rows.annotate(**counted, oldest=oldest).values_list(*fields)
    ]


def worker_seen_at(*, now: datetime) -> datetime | None:
    """Return when a worker last said that it lives; `now` while one holds a job. Two statements.

    A worker at a long job says nothing meanwhile, but its lease runs. None: there never was one,
    or the last one ended in order.
    """
    if Job.objects.filter(state=JobState.RUNNING, due_at__gt=now).exists():
        return now
    seen: datetime | None = WorkerBeat.objects.aggregate(last=Max("seen_at"))["last"]
    return seen
