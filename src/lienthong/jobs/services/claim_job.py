"""Claim, record: two short transactions with the work itself between them, outside of both."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, QuerySet

from lienthong.jobs.models import Job
from lienthong.jobs.rules import policy_of, together_of
from lienthong.jobs.types import Claim, JobState
from lienthong.tables.places import place, places
from lienthong.tables.questions import Question, change

# Jobs of one go, and how far down the queue they are looked for: what a go costs stays bounded.
MOST_TOGETHER = 16
LOOKED_AT = 64


def claim_next(*, now: datetime, queues: Collection[str] = ()) -> list[Claim]:
    """Take the most important job that is due, for as long as its lease; nothing if there is none.

    With it come others of its task, where the task does several in one go. What failed or was left
    by a dead worker comes alone: a job that kills its worker takes no other one with it.
    queues: only from these; all when empty. A claim whose lease ended is anybody's.
    """
    asked = _OF_SOME if queues else _OF_ALL
    named = {"queues": list(queues)} if queues else {}
    # Looked at without a lock first: an idle worker must not write-lock SQLite twice a second.
    if asked.any.first(now=now, **named) is None:
        return []
    with transaction.atomic(durable=True):
        # First what a dead worker left, then what waits; one state at a time reads in index order.
        job = asked.left.first(now=now, **named) or asked.waiting.first(now=now, **named)
        if job is None:
            return []
        fellows = asked.fellows.all(now=now, task=job.task_path, **named) if _goes(job) else []
        return _claim([job, *_others(fellows, job)], now=now)


def _goes(job: Job) -> bool:
    """Whether a job may be done in one go with others; `together` takes no named arguments."""
    return together_of(job.task_path) is not None and not job.attempts and not job.kwargs


def _others(fellows: Iterable[Job], job: Job) -> list[Job]:
    return [one for one in fellows if one.pk != job.pk and _goes(one)][: MOST_TOGETHER - 1]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a claim asks, of all queues or of some."""

    any: Question[Any]
    left: Question[Job]
    waiting: Question[Job]
    fellows: Question[Job]


def _asked(*, of_some: bool) -> _Asked:
    return _Asked(
        any=Question(lambda: _due(JobState.open_states(), of_some).values_list("pk")[:1]),
        left=Question(lambda: _locked(_in_turn(JobState.RUNNING, of_some))[:1]),
        waiting=Question(lambda: _locked(_in_turn(JobState.WAITING, of_some))[:1]),
        fellows=Question(lambda: _fellows(of_some)),
    )


def _due(states: list[JobState], of_some: bool) -> "QuerySet[Job]":
    """What is due: waiting jobs, or running ones whose lease has ended."""
    due = Job.objects.filter(state__in=states, due_at__lte=place("now"))
    return due.filter(queue__in=places("queues", str)) if of_some else due


def _in_turn(state: JobState, of_some: bool) -> "QuerySet[Job]":
    return _due([state], of_some).order_by("-priority", "due_at", "pk")


def _locked(rows: "QuerySet[Job]") -> "QuerySet[Job]":
    # PostgreSQL passes over rows that another worker holds; SQLite lets one in at a time.
    return rows.select_for_update(skip_locked=True)


def _fellows(of_some: bool) -> "QuerySet[Job]":
    """Of the next ones in turn those of one task that were not tried yet."""
    next_ones = _in_turn(JobState.WAITING, of_some).values("pk")[:LOOKED_AT]
    rows = Job.objects.filter(pk__in=next_ones, task_path=place("task"), attempts=0)
    rows = rows.filter(state=JobState.WAITING)
    return _locked(rows.order_by("-priority", "due_at", "pk"))[:MOST_TOGETHER]


_OF_ALL, _OF_SOME = _asked(of_some=False), _asked(of_some=True)


def _claim(jobs: Sequence[Job], *, now: datetime) -> list[Claim]:
    """Take jobs of one task under one token."""
    token, lease = uuid4(), policy_of(jobs[0].task_path).lease
    _taken.run(ids=[job.pk for job in jobs], token=token, now=now, until=now + lease)
    return [
        Claim(
            job_id=job.pk,
            token=token,
            task_path=job.task_path,
            args=job.args,
            kwargs=job.kwargs,
            attempt=job.attempts + 1,
            queue=job.queue,
            priority=job.priority,
            enqueued_at=job.enqueued_at,
            claimed_at=now,
        )
        for job in jobs
    ]


@change
def _taken() -> "tuple[QuerySet[Job], Mapping[str, Any]]":
    return Job.objects.filter(pk__in=places("ids", UUID)), {
        "state": JobState.RUNNING,
        "claim": place("token"),
        "claimed_at": place("now"),
        "attempts": F("attempts") + 1,
        "due_at": place("until"),
        # What was written before this moment is seen by this run.
        "is_wanted_again": False,
    }


def record_success(claims: Sequence[Claim], *, now: datetime) -> int:
    """Close jobs of one go, or let those wait again that were asked for meanwhile.

    Return how many that were: none whose lease ended and which somebody else has claimed.
    """
    held = {"ids": [claim.job_id for claim in claims], "token": claims[0].token, "now": now}
    with transaction.atomic(durable=True):
        closed = _closed.run(**held)
        return closed if closed == len(claims) else closed + _wanted_again.run(**held)


@change
def _closed() -> "tuple[QuerySet[Job], Mapping[str, Any]]":
    new = {"state": JobState.DONE, "due_at": None, "finished_at": place("now")}
    return _held().filter(is_wanted_again=False), new


@change
def _wanted_again() -> "tuple[QuerySet[Job], Mapping[str, Any]]":
    new = {"state": JobState.WAITING, "due_at": place("now"), "claim": None, "attempts": 0}
    return _held().filter(is_wanted_again=True), new


def _held() -> "QuerySet[Job]":
    rows = Job.objects.filter(pk__in=places("ids", UUID), claim=place("token"))
    return rows.filter(state=JobState.RUNNING)


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
            job.state, job.due_at, job.finished_at = JobState.DEAD, None, now
        else:
            until = now + policy.pause_after(job.attempts)
            job.state, job.due_at, job.claim = JobState.WAITING, until, None
            # Asked for again during its last attempt: that is a new call, with all its attempts.
            job.attempts = 0 if is_last else job.attempts
        job.save()
    return True


def _still_held(claim: Claim) -> Job | None:
    held = Job.objects.filter(pk=claim.job_id, claim=claim.token, state=JobState.RUNNING)
    return held.select_for_update().first()
