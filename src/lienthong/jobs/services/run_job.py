"""Run: claim, do, record; whatever the task raises is kept with the job, not thrown."""

import logging
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext, TaskResult, TaskResultStatus
from django_tasks.signals import task_finished, task_started

from lienthong.jobs.rules import policy_of, together_of
from lienthong.jobs.services.claim_job import claim_next, record_failure, record_success
from lienthong.jobs.types import Claim
from lienthong.kernel.refusals import Refusal

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]
# What a dead worker leaves as the reason, when its job has used up its attempts.
LEASE_ENDED = "jobs.lease-ended"
FRAMES = 12  # places of an error that are kept, the innermost ones


@dataclass(frozen=True, slots=True)
class End:
    """How jobs of one claim ended: an error in words, or nothing when they are done."""

    claims: Sequence[Claim]
    error: str


class NotRecorded(Exception):
    """The database did not take how jobs ended. Its cause is the database's error."""

    def __init__(self, ends: Sequence[End]) -> None:
        self.ends = ends
        super().__init__(len(ends))


def run_next(*, clock: Clock, queues: Collection[str] = ()) -> int:
    """Run the job that is due and most important; return how many ran, 0 when none was due.

    More than one where its task does several in one go. clock: read before and after, since the
    work takes time. The task runs outside of any transaction. A crash before the end is recorded
    repeats the jobs after their lease. Raises NotRecorded.
    """
    claims = claim_next(now=clock(), queues=queues)
    left, away = list[End](), None
    for end in _ends(claims):
        try:
            record_end(end, now=clock())
        except Error as error:
            left.append(end)
            away = error
    if left:
        raise NotRecorded(left) from away
    return len(claims)


def _ends(claims: Sequence[Claim]) -> Iterator[End]:
    """Do the work of a claim, in one go where that is possible."""
    if len(claims) > 1 and _are_done_together(claims):
        yield End(claims, "")
    else:
        yield from (End([claim], _run(claim)) for claim in claims)


def _are_done_together(claims: Sequence[Claim]) -> bool:
    """Do jobs of one task in one go; False when that failed, and each is to be run by itself."""
    task_path, started = claims[0].task_path, time.perf_counter()
    facts = {"task": task_path, "count": len(claims)}
    together = together_of(task_path)
    if together is None:
        return False
    try:
        together([claim.args for claim in claims])
    except Exception as error:
        kind, *places = describe(error).splitlines()
        logger.warning("jobs failed together", extra={**facts, "error": kind, "places": places})
        return False
    seconds = time.perf_counter() - started
    logger.debug("jobs done together", extra={**facts, "ms": round(seconds * 1000, 1)})
    return True


def _run(claim: Claim) -> str:
    """Run one job; return its error in words, or nothing."""
    started = time.perf_counter()
    with structlog.contextvars.bound_contextvars(job=str(claim.job_id), task=claim.task_path):
        error = _done(claim)
        _tell(claim, error, time.perf_counter() - started)
    return error


def record_end(end: End, *, now: datetime) -> None:
    """Record how jobs ended; what somebody else has claimed since is left alone."""
    # The server may have gone away during a long task; the end needs a living connection.
    if not connection.in_atomic_block:
        close_old_connections()
    claims = end.claims
    if end.error:
        recorded = int(record_failure(claims[0], error=end.error, now=now))
    else:
        recorded = record_success(claims, now=now)
    if recorded < len(claims):
        late = len(claims) - recorded
        logger.warning("%d of job %s %s ended late", late, claims[0].job_id, claims[0].task_path)


def _tell(claim: Claim, error: str, seconds: float) -> None:
    """One line for what failed or was slow; the rest only for those who look closely."""
    facts = {"attempt": claim.attempt, "queue": claim.queue, "ms": round(seconds * 1000, 1)}
    if error:
        kind, *places = error.splitlines()
        logger.warning("job failed", extra={**facts, "error": kind, "places": places})
    elif seconds >= getattr(settings, "LIENTHONG_SLOW_JOB", 60):
        logger.warning("slow job", extra=facts)
    else:
        logger.debug("job done", extra=facts)


def run_all_due(*, now: datetime, queues: Collection[str] = (), most: int = 10_000) -> int:
    """Run what is due at this moment, and what that enqueues for it; return how many ran."""
    count = 0
    while count < most and (ran := run_next(clock=lambda: now, queues=queues)):
        count += ran
    return count


def task_at(path: str) -> "Task[Any, Any]":
    """Return the task of a path. Raises ImportError when this program does not know it."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise ImportError(f"{path} is no task")
    return task


def _done(claim: Claim) -> str:
    """Do the work; return the error in words without content, or nothing."""
    if claim.attempt > policy_of(claim.task_path).attempts:
        return LEASE_ENDED
    try:
        _call(task_at(claim.task_path), claim)
    except Exception as error:
        return describe(error)
    return ""


def _call(task: "Task[Any, Any]", claim: Claim) -> None:
    result = _result_of(task, claim)
    task_started.send(sender=run_next, task_result=result)
    context = [TaskContext(task_result=result)] if task.takes_context else []
    task.call(*context, *claim.args, **claim.kwargs)
    object.__setattr__(result, "status", TaskResultStatus.SUCCESSFUL)
    task_finished.send(sender=run_next, task_result=result)


def _result_of(task: "Task[Any, Any]", claim: Claim) -> "TaskResult[Any]":
    return TaskResult(
        task=task,
        id=str(claim.job_id),
        status=TaskResultStatus.RUNNING,
        enqueued_at=claim.enqueued_at,
        started_at=claim.claimed_at,
        finished_at=None,
        last_attempted_at=claim.claimed_at,
        args=claim.args,
        kwargs=claim.kwargs,
        backend=task.backend,
        errors=[],
        worker_ids=[str(claim.token)] * claim.attempt,
    )


def describe(error: BaseException) -> str:
    """Return class, code and places of an error. Its message may hold content, so it stays out."""
    kind = type(error)
    code = f" {error.code}" if isinstance(error, Refusal) else ""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"{kind.__module__}.{kind.__qualname__}{code}", *places])
