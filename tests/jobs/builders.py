"""Tasks and times for the tests of jobs."""

from datetime import UTC, datetime, timedelta

from django_tasks import TaskContext, task

from lienthong.jobs.rules import RetryPolicy, retrying
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
