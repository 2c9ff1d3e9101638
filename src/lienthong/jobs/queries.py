"""How the queues stand, for operators."""

from uuid import UUID

from django.db.models import Count, Min, Q

from lienthong.jobs.models import Job
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
    rows = Job.objects.exclude(state=JobState.DONE).values_list("queue").order_by("queue")
    fields = ("queue", "waiting", "running", "dead", "oldest")
    return [
        QueueState(*row) for row in rows.annotate(**counted, oldest=oldest).values_list(*fields)
    ]
