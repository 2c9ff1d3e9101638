"""Two transactions at the same moment. SQLite lets only one in, so this is PostgreSQL's test."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from tests.jobs.builders import (
    MONDAY_9AM,
    a_dead_job,
    fail,
    note,
    note_attempt,
    note_or_refuse,
    the_next,
)

from lienthong.jobs import schedules, services
from lienthong.jobs.models import Job
from lienthong.jobs.services.claim_job import MOST_TOGETHER, claim_next
from lienthong.jobs.types import JobState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def together(act, count: int = 4) -> list:
    """Do an act in several connections at one moment; return what each returned."""
    barrier = Barrier(count)

    def one() -> object:
        barrier.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return [done.result() for done in [pool.submit(one) for _ in range(count)]]


def test_a_key_asked_for_at_one_moment_is_one_job():
    added = together(lambda: services.enqueue_once(note, 1, key="k", now=MONDAY_9AM))
    assert sorted(added) == [False, False, False, True]
    assert Job.objects.count() == 1


def test_workers_at_one_moment_claim_different_jobs():
    for n in range(4):
        services.enqueue(note, n, now=MONDAY_9AM)
    claims = together(lambda: the_next(now=MONDAY_9AM))
    taken = [claim.job_id for claim in claims if claim]
    assert len(taken) == len(set(taken)) == 4


def test_workers_at_one_moment_claim_different_goes():
    for n in range(3 * MOST_TOGETHER):
        services.enqueue(note_or_refuse, str(n), now=MONDAY_9AM)
    goes = together(lambda: claim_next(now=MONDAY_9AM))
    taken = [claim.job_id for go in goes for claim in go]
    assert len(taken) == len(set(taken)) == 3 * MOST_TOGETHER


def test_a_schedules_turn_at_one_moment_is_one_job(monkeypatch):
    monkeypatch.setattr(schedules, "_schedules", {})
    schedules.every(timedelta(hours=1), note_attempt)
    assert sum(together(lambda: services.take_turns(now=MONDAY_9AM))) == 1
    assert Job.objects.count() == 1


def test_a_job_asked_for_again_does_not_start_before_the_asking_has_committed():
    """Else it would run without seeing what the asking transaction wrote."""
    services.enqueue_once(note, 1, key="k", now=MONDAY_9AM)
    is_asked, may_commit = Event(), Event()

    def ask() -> None:
        with transaction.atomic():
            services.enqueue_once(note, 1, key="k", now=MONDAY_9AM)
            is_asked.set()
            may_commit.wait(timeout=120)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(ask)
        assert is_asked.wait(timeout=120)
        assert the_next(now=MONDAY_9AM) is None
        may_commit.set()
        asking.result()
    assert the_next(now=MONDAY_9AM) is not None


def test_a_dead_job_that_is_asked_for_anew_at_the_same_moment_runs_once():
    """An operator lets it run again while its cause comes once more."""
    dead = a_dead_job()

    def between(execute, statement, *rest):
        if statement.startswith("UPDATE"):
            with ThreadPoolExecutor(1) as other:
                other.submit(_asked_anew).result()
        return execute(statement, *rest)

    with connection.execute_wrapper(between):
        assert services.requeue(dead.id, now=MONDAY_9AM) is False
    assert Job.objects.filter(state=JobState.WAITING).count() == 1


def _asked_anew() -> None:
    try:
        services.enqueue_once(fail, "x", key="k", now=MONDAY_9AM)
    finally:
        connection.close()
