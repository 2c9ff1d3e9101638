"""The tables of durable work."""

from django.db import models
from django.db.models import Q

from lienthong.jobs.types import JobState
from lienthong.kernel.ids import uuid7


class Job(models.Model):
    """One call of one task, written in the transaction of its cause.

    Ends done (pruned some days later) or dead (kept until somebody has looked), then dropped.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task_path = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    queue = models.CharField(max_length=40)
    priority = models.SmallIntegerField(default=0)
    state = models.CharField(max_length=16, default=JobState.WAITING)
    # Also the lease: a claim moves it into the future, so the work of a worker that dies becomes
    # due again by itself.
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Who may record the end: the newest claim only.
    claim = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    # At most one open job of a task has this key.
    unique_key = models.CharField(max_length=200, null=True)  # noqa: DJ001  empty is not unique
    # Asked for again while open: what was written since may not have been seen by the run.
    is_wanted_again = models.BooleanField(default=False)
    last_error = models.TextField(blank=True)
    drop_reason = models.CharField(max_length=500, blank=True)
    dropped_by = models.CharField(max_length=120, blank=True)
    enqueued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=JobState.open_states(), due_at__isnull=False)
                | Q(state__in=JobState.closed_states(), due_at__isnull=True),
                name="jobs_job_due_only_while_open",
            ),
            models.UniqueConstraint(
                fields=["task_path", "unique_key"],
                condition=Q(state__in=JobState.open_states()),
                name="jobs_job_one_open_per_key",
            ),
        ]
        indexes = [
            # In the order in which jobs are claimed, so that a long queue costs no sorting.
            models.Index(fields=["state", "-priority", "due_at", "id"], name="jobs_job_turn"),
            models.Index(fields=["state", "finished_at"], name="jobs_job_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.task_path} {self.id}"


class WorkerBeat(models.Model):
    """A worker process that said it lives; removed when it ends in order, or a day after its last.

    Between two beats it may be at a long job: that job's lease then stands for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"


class ScheduleTurn(models.Model):
    """When a declared schedule runs next; one row a schedule, moved by the worker that takes it."""

    name = models.CharField(primary_key=True, max_length=200)
    next_run_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
