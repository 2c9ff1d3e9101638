"""Requeueing and pruning."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.jobs.builders import MONDAY_9AM, a_dead_job, fail, note

from lienthong.jobs import queries, services
from lienthong.jobs.errors import DeadJobNotFound
from lienthong.jobs.models import Job
from lienthong.jobs.types import QueueState

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def test_done_jobs_are_pruned_after_a_week_and_dead_ones_stay():
    a_dead_job()
    services.enqueue(note, 1, now=MONDAY_9AM)
    services.run_all_due(now=MONDAY_9AM)
    services.enqueue(note, 2, now=MONDAY_9AM, run_at=MONDAY_9AM + 2 * WEEK)
    assert services.prune(now=MONDAY_9AM + WEEK) == 0
    assert services.prune(now=MONDAY_9AM + WEEK + timedelta(seconds=1)) == 1
    assert Job.objects.count() == 2


def test_a_job_that_is_not_dead_cannot_be_requeued():
    job_id = services.enqueue(note, 1, now=MONDAY_9AM)
    with pytest.raises(DeadJobNotFound):
        services.requeue(job_id, now=MONDAY_9AM)
    with pytest.raises(DeadJobNotFound):
        services.requeue(uuid4(), now=MONDAY_9AM)


def test_a_dead_job_stays_dead_while_another_of_its_key_is_open():
    dead = a_dead_job()
    services.enqueue_once(fail, "x", key="k", now=MONDAY_9AM)
    assert not services.requeue(dead.id, now=MONDAY_9AM)
    assert len(queries.dead_jobs()) == 1


def test_an_operator_sees_how_each_queue_stands(django_assert_num_queries):
    a_dead_job()
    services.enqueue(note.using(queue_name="slow"), 1, now=MONDAY_9AM)
    services.enqueue(note.using(queue_name="slow"), 1, now=MONDAY_9AM + timedelta(hours=1))
    with django_assert_num_queries(1):
        states = queries.queue_states()
    assert states == [
        QueueState("default", 0, 0, 1, None),
        QueueState("slow", 2, 0, 0, MONDAY_9AM),
    ]


def test_dead_jobs_are_paged_from_the_newest():
    dead = a_dead_job()
    assert queries.dead_jobs(before=dead.id) == []
    assert queries.dead_jobs(limit=1) == [dead]
