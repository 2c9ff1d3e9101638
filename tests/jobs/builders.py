"""Tasks and times for the tests of jobs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django_tasks import TaskContext, task

from lienthong.jobs import queries, services
from lienthong.jobs.rules import RetryPolicy, in_one_go, retrying
from lienthong.jobs.services.claim_job import claim_next
from lienthong.jobs.types import Claim, DeadJob
from lienthong.kernel.refusals import Conflict

MONDAY_9AM = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DONE: list[object] = []  # what the tasks of a test have done
PATIENT = RetryPolicy(first=MINUTE, factor=2, longest=5 * MINUTE, attempts=5, lease=10 * MINUTE)


class Closed(Conflict):
    code = "tests.closed"


@task
def note(words: object, *, twice: bool = False) -> None:
    DONE.extend([words] * (2 if twice else 1))


def note_all(calls: Sequence[Sequence[object]]) -> None:
    """Several calls of `note_or_refuse`; one that is refused spoils the go."""
    words = [word for [word] in calls]
    if "bad" in words:
        raise Closed
    DONE.append(words)


@task
@in_one_go(note_all)
def note_or_refuse(word: str) -> None:
    if word == "bad":
        raise Closed
    DONE.append(word)


@task
def note_moment() -> None:
    DONE.append("moment")


@task(takes_context=True)
def note_attempt(context: TaskContext) -> None:
    DONE.append(context.attempt)


@task
@retrying(PATIENT)
def fail(reason: str) -> None:
    DONE.append(reason)
    raise ValueError("Nguyễn Văn A, 012345678")


@task
def refuse() -> None:
    raise Closed(person="Nguyễn Văn A")


no_task = "not a task"


def the_next(*, now: datetime) -> Claim | None:
    """Claim as a worker does, where nothing goes together."""
    claims = claim_next(now=now)
    assert len(claims) <= 1
    return claims[0] if claims else None


def a_dead_job() -> DeadJob:
    """A job with a key that was given up, by failing as often as it may."""
    services.enqueue_once(fail, "x", key="k", now=MONDAY_9AM)
    for hour in range(PATIENT.attempts):
        services.run_all_due(now=MONDAY_9AM + timedelta(hours=hour))
    return queries.dead_jobs()[0]
