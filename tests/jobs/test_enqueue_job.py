"""Enqueueing: part of its cause; arguments are plain values; a key is open once."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from tests.jobs.builders import DONE, MONDAY_9AM, fail, note, note_moment

from lienthong.jobs import services
from lienthong.jobs.models import Job
from lienthong.jobs.types import JobState
from lienthong.kernel import clock

pytestmark = pytest.mark.django_db


class Undone(Exception):
    pass


@pytest.mark.django_db(transaction=True)
def test_a_cause_that_is_rolled_back_leaves_no_job():
    with suppress(Undone), transaction.atomic():
        services.enqueue(note, "never", now=MONDAY_9AM)
        services.enqueue_once(note, "never", key="k", now=MONDAY_9AM)
        note.enqueue("never")
        raise Undone
    assert not Job.objects.exists()


def test_a_job_runs_with_the_arguments_it_was_given():
    DONE.clear()
    services.enqueue(note, "tiếng Việt", twice=True, now=MONDAY_9AM)
    assert services.run_all_due(now=MONDAY_9AM) == 1
    assert DONE == ["tiếng Việt", "tiếng Việt"]


def test_a_job_does_not_run_before_its_time():
    DONE.clear()
    services.enqueue(note, 1, now=MONDAY_9AM, run_at=MONDAY_9AM + timedelta(minutes=5))
    assert services.run_all_due(now=MONDAY_9AM + timedelta(minutes=4)) == 0
    assert services.run_all_due(now=MONDAY_9AM + timedelta(minutes=5)) == 1


def test_arguments_that_are_no_plain_values_are_an_error_of_the_caller():
    with pytest.raises(TypeError):
        services.enqueue(note, MONDAY_9AM, now=MONDAY_9AM)


def test_a_key_is_open_once_and_free_again_after_its_end():
    DONE.clear()
    assert services.enqueue_once(note, 1, key="k", now=MONDAY_9AM)
    assert services.run_all_due(now=MONDAY_9AM) == 1
    assert services.enqueue_once(note, 2, key="k", now=MONDAY_9AM)
    assert not services.enqueue_once(note, 3, key="k", now=MONDAY_9AM)
    assert services.enqueue_once(note, 4, key="other", now=MONDAY_9AM)
    services.run_all_due(now=MONDAY_9AM)
    assert DONE == [1, 2, 4]


def test_the_same_key_of_another_task_is_another_key():
    assert services.enqueue_once(note, 1, key="k", now=MONDAY_9AM)
    assert services.enqueue_once(fail, "x", key="k", now=MONDAY_9AM)


def test_the_standard_interface_enqueues_and_tells_how_it_went():
    result = note.enqueue("standard")
    assert result.status == TaskResultStatus.READY
    services.run_all_due(now=clock.now())
    result.refresh()
    assert result.status == TaskResultStatus.SUCCESSFUL
    assert result.attempts == 1


def test_the_standard_interface_knows_delays_queues_and_priorities():
    later = clock.now() + timedelta(hours=1)
    result = note.using(run_after=later, queue_name="slow", priority=5).enqueue("x")
    job = Job.objects.get(pk=result.id)
    assert (job.due_at, job.queue, job.priority) == (later, "slow", 5)


def test_a_job_that_somebody_gave_up_has_failed():
    job_id = UUID(note.enqueue("x").id)
    Job.objects.filter(pk=job_id).update(state=JobState.DEAD, due_at=None, finished_at=MONDAY_9AM)
    services.drop(job_id, reason="Không cần nữa", by="person:1", now=MONDAY_9AM)
    assert note.get_result(str(job_id)).status == TaskResultStatus.FAILED


def test_a_result_that_never_was_is_not_found():
    with pytest.raises(TaskResultDoesNotExist):
        note.get_result("01890a5d-ac96-774b-bcce-b302099a8057")


def test_a_job_for_all_who_ask_within_half_its_wait_and_another_for_who_asks_later():
    DONE.clear()
    asked = [MONDAY_9AM + timedelta(seconds=seconds) for seconds in (0, 0.2, 0.4, 0.6, 0.9)]
    added = [services.enqueue_gathered(note_moment, now=now) for now in asked]
    assert added == [True, False, False, True, False]
    assert services.run_all_due(now=MONDAY_9AM + timedelta(seconds=0.9)) == 0
    assert services.run_all_due(now=MONDAY_9AM + timedelta(seconds=2)) == 2
    assert services.enqueue_gathered(note_moment, now=asked[-1])


def test_what_is_gathered_belongs_to_its_act_and_costs_two_statements_at_most():
    with suppress(Undone), transaction.atomic():
        services.enqueue_gathered(note_moment, now=MONDAY_9AM)
        raise Undone
    assert not Job.objects.exists()
    with CaptureQueriesContext(connection) as first:
        services.enqueue_gathered(note_moment, now=MONDAY_9AM)
    with CaptureQueriesContext(connection) as second:
        services.enqueue_gathered(note_moment, now=MONDAY_9AM)
    assert (len(first), len(second)) == (2, 1)
