"""Requeue, drop, prune: dead jobs live or go when somebody says so; done ones after a while."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.jobs.errors import DeadJobNotFound, ReasonMissing
from lienthong.jobs.models import Job
from lienthong.jobs.types import JobState
from lienthong.tables.pruning import delete_in_pieces

KEPT_DONE = timedelta(days=7)


def requeue(job_id: UUID, *, now: datetime) -> bool:
    """Let a dead job run again from its first attempt; return False if its key is open already.

    Raises DeadJobNotFound.
    """
    with transaction.atomic():
        dead = Job.objects.select_for_update().filter(pk=job_id, state=JobState.DEAD).first()
        if dead is None:
            raise DeadJobNotFound
        dead.state, dead.due_at, dead.finished_at = JobState.WAITING, now, None
        dead.attempts, dead.claim = 0, None
        try:
            with transaction.atomic():
                dead.save()
        except IntegrityError:  # one of its key is open, perhaps since this very moment
            return False
    return True


def drop(job_id: UUID, *, reason: str, by: str, now: datetime) -> None:
    """Give a dead job up for good: it is closed, with who said so and why; its effect never comes.

    by: a stable reference of the person. Raises DeadJobNotFound, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        dead = Job.objects.select_for_update().filter(pk=job_id, state=JobState.DEAD).first()
        if dead is None:
            raise DeadJobNotFound
        dead.state, dead.finished_at = JobState.DROPPED, now
        dead.drop_reason, dead.dropped_by = reason.strip()[:500], by[:120]
        dead.save()


def prune(*, now: datetime) -> int:
    """Delete jobs that were done more than a week ago; return how many.

    Dead and dropped ones stay: the first wait for somebody, the second are the trace of a decision.
    """
    done = Job.objects.filter(state=JobState.DONE, finished_at__lt=now - KEPT_DONE)
    return delete_in_pieces(done.order_by("finished_at"))
