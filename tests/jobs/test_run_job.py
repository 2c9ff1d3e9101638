"""Running: order, leases, retries with growing pauses, death, and what is said of an error."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import OperationalError
from django_tasks import TaskResultStatus
from tests.jobs.builders import (
    DONE,
    MINUTE,
    MONDAY_9AM,
    PATIENT,
    fail,
    note,
    note_attempt,
    refuse,
    the_next,
)

from lienthong.jobs import queries, services, worker
from lienthong.jobs.models import Job
from lienthong.jobs.services import run_job
from lienthong.jobs.services.claim_job import record_failure, record_success
from lienthong.jobs.types import JobState
from lienthong.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    DONE.clear()


def test_the_important_comes_first_then_what_has_waited_longest():
    services.enqueue(note, "second", now=MONDAY_9AM)
    services.enqueue(note, "third", now=MONDAY_9AM + MINUTE)
    services.enqueue(note.using(priority=10), "first", now=MONDAY_9AM + MINUTE)
    services.run_all_due(now=MONDAY_9AM + MINUTE)
    assert DONE == ["first", "second", "third"]


def test_a_worker_may_serve_only_some_queues():
    services.enqueue(note, "fast", now=MONDAY_9AM)
    services.enqueue(note.using(queue_name="slow"), "slow", now=MONDAY_9AM)
    assert services.run_all_due(now=MONDAY_9AM, queues=["slow"]) == 1
    assert DONE == ["slow"]


def test_a_task_can_ask_which_attempt_it_is():
    services.enqueue(note_attempt, now=MONDAY_9AM)
    services.run_all_due(now=MONDAY_9AM)
    assert DONE == [1]


def test_a_failure_is_tried_again_after_pauses_that_grow_to_the_longest():
    services.enqueue(fail, "x", now=MONDAY_9AM)
    now, pauses = MONDAY_9AM, []
    for _ in range(4):
        services.run_all_due(now=now)
        due = Job.objects.get().due_at
        pauses.append((due - now) / MINUTE)
        assert services.run_all_due(now=due - timedelta(microseconds=1)) == 0
        now = due
    assert pauses == [1, 2, 4, 5]


def test_a_job_that_fails_as_often_as_it_may_is_dead_listed_and_can_be_requeued():
    services.enqueue(fail, "x", now=MONDAY_9AM)
    for hour in range(PATIENT.attempts):
        services.run_all_due(now=MONDAY_9AM + timedelta(hours=hour))
    [dead] = queries.dead_jobs()
    assert (dead.attempts, len(DONE)) == (5, 5)
    assert services.run_all_due(now=MONDAY_9AM + timedelta(days=9)) == 0

    assert services.requeue(dead.id, now=MONDAY_9AM + timedelta(days=9))
    assert services.run_all_due(now=MONDAY_9AM + timedelta(days=9)) == 1
    assert queries.dead_jobs() == []


def test_an_error_is_kept_with_class_and_place_but_without_its_words():
    services.enqueue(fail, "x", now=MONDAY_9AM)
    services.run_all_due(now=MONDAY_9AM)
    error = Job.objects.get().last_error
    assert error.startswith("builtins.ValueError\n")
    assert "builders.py" in error
    assert "Nguyễn" not in error
    assert "012345678" not in error


def test_a_refusal_is_kept_with_its_code():
    services.enqueue(refuse, now=MONDAY_9AM)
    services.run_all_due(now=MONDAY_9AM)
    error = Job.objects.get().last_error
    assert "tests.closed" in error.splitlines()[0]
    assert "Nguyễn" not in error


def test_the_standard_interface_tells_that_a_job_is_dead():
    result = fail.enqueue("x")
    now = result.enqueued_at
    for hour in range(PATIENT.attempts):
        services.run_all_due(now=now + timedelta(hours=hour))
    result.refresh()
    assert result.status == TaskResultStatus.FAILED
    assert result.errors[0].exception_class is ValueError


@pytest.mark.parametrize("path", ["tests.jobs.builders.gone", "tests.jobs.builders.no_task"])
def test_a_task_that_this_program_does_not_know_waits_for_one_that_does(path):
    services.enqueue(note, 1, now=MONDAY_9AM)
    Job.objects.update(task_path=path)
    services.run_all_due(now=MONDAY_9AM)
    job = Job.objects.get()
    assert job.state == JobState.WAITING
    assert job.due_at > MONDAY_9AM


def test_a_claimed_job_is_nobody_elses_until_its_lease_ends():
    services.enqueue(fail, "x", now=MONDAY_9AM)
    assert the_next(now=MONDAY_9AM)
    assert the_next(now=MONDAY_9AM + PATIENT.lease - MINUTE) is None
    again = the_next(now=MONDAY_9AM + PATIENT.lease)
    assert again is not None
    assert again.attempt == 2


def test_a_worker_that_comes_back_late_cannot_undo_a_newer_claim():
    services.enqueue(fail, "x", now=MONDAY_9AM)
    late = the_next(now=MONDAY_9AM)
    newer = the_next(now=MONDAY_9AM + PATIENT.lease)
    assert late is not None
    assert newer is not None

    assert not record_failure(late, error="x", now=MONDAY_9AM + PATIENT.lease)
    assert not record_success([late], now=MONDAY_9AM + PATIENT.lease)
    assert Job.objects.get().state == JobState.RUNNING
    assert record_success([newer], now=MONDAY_9AM + PATIENT.lease)
    assert not record_failure(late, error="x", now=MONDAY_9AM + PATIENT.lease)
    assert Job.objects.get().state == JobState.DONE


def test_a_job_that_kills_every_worker_is_given_up_in_the_end():
    services.enqueue(fail, "x", now=MONDAY_9AM)
    for run in range(PATIENT.attempts):
        assert the_next(now=MONDAY_9AM + run * PATIENT.lease)
    services.run_all_due(now=MONDAY_9AM + PATIENT.attempts * PATIENT.lease)
    [dead] = queries.dead_jobs()
    assert dead.error == "jobs.lease-ended"
    assert DONE == []


def test_a_job_asked_for_again_while_it_runs_runs_once_more():
    """What was written during the run may not have been seen by it."""
    services.enqueue_once(note, 1, key="k", now=MONDAY_9AM)
    claim = the_next(now=MONDAY_9AM)
    assert claim is not None
    assert not services.enqueue_once(note, 1, key="k", now=MONDAY_9AM)
    record_success([claim], now=MONDAY_9AM)

    assert services.run_all_due(now=MONDAY_9AM) == 1
    assert Job.objects.get().state == JobState.DONE


def test_a_job_asked_for_again_before_it_runs_runs_once():
    services.enqueue_once(note, 1, key="k", now=MONDAY_9AM)
    services.enqueue_once(note, 1, key="k", now=MONDAY_9AM)
    assert services.run_all_due(now=MONDAY_9AM) == 1


def test_a_job_asked_for_again_during_its_last_attempt_gets_all_its_attempts_anew():
    services.enqueue_once(fail, "x", key="k", now=MONDAY_9AM)
    for hour in range(PATIENT.attempts - 1):
        services.run_all_due(now=MONDAY_9AM + timedelta(hours=hour))
    last = the_next(now=MONDAY_9AM + timedelta(hours=9))
    assert last is not None
    services.enqueue_once(fail, "x", key="k", now=MONDAY_9AM + timedelta(hours=9))
    record_failure(last, error="x", now=MONDAY_9AM + timedelta(hours=9))

    assert queries.dead_jobs() == []
    job = Job.objects.get()
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


@pytest.mark.parametrize(
    ("task", "record", "state"),
    [(note, "record_success", JobState.DONE), (fail, "record_failure", JobState.WAITING)],
)
def test_an_end_that_the_database_does_not_take_is_recorded_when_it_does(
    task, record, state, monkeypatch
):
    """Its disk is full, a line breaks: for as long as the lease nobody would do this job again."""
    services.enqueue(task.using(queue_name="slow"), "x", now=clock.now())
    at_work = worker.Worker(stop=Event(), queues=["slow"])
    # The test's own transaction would end with its connection.
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)

    def away(*_arguments: object, **_named: object) -> None:
        raise OperationalError("away")

    with monkeypatch.context() as broken:
        broken.setattr(run_job, record, away)
        for _each in range(2):  # the second time there is an end to record, and no job to do
            with pytest.raises(OperationalError, match="away"):
                at_work._step()
    job = Job.objects.get(queue="slow")
    assert job.state == JobState.RUNNING
    assert at_work._step() == 0
    job.refresh_from_db()
    assert (job.state, job.attempts, DONE) == (state, 1, ["x"])
