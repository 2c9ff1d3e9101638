"""Claim, record: two short transactions with the work itself between them, outside of both."""

from collections.abc import Collection
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import QuerySet

from lienthong.jobs.models import Job
from lienthong.jobs.rules import policy_of
from lienthong.jobs.types import Claim, JobState


def claim_next(*, now: datetime, queues: Collection[str] = ()) -> Claim | None:
    """Take the most important job that is due, for as long as its lease; None if there is none.

    queues: only from these; all when empty. A claim whose lease ended is anybody's.
    """
    # Looked at without a lock first: an idle worker must not write-lock SQLite twice a second.
    if not _due(JobState.open_states(), now, queues).exists():
        return None
    with transaction.atomic(durable=True):
        # First what a dead worker left, then what waits; one state at a time reads in index order.
        job = _first(JobState.RUNNING, now, queues) or _first(JobState.WAITING, now, queues)
        return _claim(job, now=now) if job else None


def _first(state: JobState, now: datetime, queues: Collection[str]) -> Job | None:
    # PostgreSQL passes over rows that another worker holds; SQLite lets one in at a time.
    ordered = _due([state], now, queues).order_by("-priority", "due_at", "pk")
    return ordered.select_for_update(skip_locked=True).first()


def _due(states: list[JobState], now: datetime, queues: Collection[str]) -> "QuerySet[Job]":
    """Return what is due: waiting jobs, or running ones whose lease has ended."""
    due = Job.objects.filter(state__in=states, due_at__lte=now)
    return due.filter(queue__in=queues) if queues else due


def _claim(job: Job, *, now: datetime) -> Claim:
    token = uuid4()
    job.state, job.claim, job.claimed_at = JobState.RUNNING, token, now
    job.attempts += 1
    job.due_at = now + policy_of(job.task_path).lease
    # What was written before this moment is seen by this run.
    job.is_wanted_again = False
    fields = ["state", "claim", "claimed_at", "attempts", "due_at", "is_wanted_again"]
    job.save(update_fields=fields)
    return Claim(
        job_id=job.pk,
        token=token,
        task_path=job.task_path,
        args=job.args,
        kwargs=job.kwargs,
        attempt=job.attempts,
        queue=job.queue,
        priority=job.priority,
        enqueued_at=job.enqueued_at,
        claimed_at=now,
    )


def record_success(claim: Claim, *, now: datetime) -> bool:
    """Close the job, or let it wait again if it was asked for meanwhile.

    Return False, and change nothing, when the lease ended and somebody else has claimed it.
    """
    with transaction.atomic(durable=True):
        job = _still_held(claim)
        if job is None:
            return False
        if job.is_wanted_again:
            _let_wait(job, until=now)
            job.attempts = 0
        else:
            _close(job, JobState.DONE, now=now)
        job.save()
    return True


def record_failure(claim: Claim, *, error: str, now: datetime) -> bool:
    """Let the job wait for its next attempt, or declare it dead after its last.

    Return False, and change nothing, when the lease ended and somebody else has claimed it.
    """
    policy = policy_of(claim.task_path)
    with transaction.atomic(durable=True):
        job = _still_held(claim)
        if job is None:
            return False
        job.last_error = error
        is_last = job.attempts >= policy.attempts
        if is_last and not job.is_wanted_again:
            _close(job, JobState.DEAD, now=now)
        else:
            _let_wait(job, until=now + policy.pause_after(job.attempts))
            # Asked for again during its last attempt: that is a new call, with all its attempts.
            job.attempts = 0 if is_last else job.attempts
        job.save()
    return True


def _still_held(claim: Claim) -> Job | None:
    held = Job.objects.filter(pk=claim.job_id, claim=claim.token, state=JobState.RUNNING)
    return held.select_for_update().first()


def _let_wait(job: Job, *, until: datetime) -> None:
    job.state, job.due_at, job.claim = JobState.WAITING, until, None


def _close(job: Job, state: JobState, *, now: datetime) -> None:
    job.state, job.due_at, job.finished_at = state, None, now
