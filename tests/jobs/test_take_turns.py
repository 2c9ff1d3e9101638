"""Schedules: first at once, then in their rhythm, once however many ask."""

from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.jobs.builders import DONE, MONDAY_9AM, note, note_attempt

from lienthong.jobs import schedules, services
from lienthong.jobs.models import Job
from lienthong.jobs.worker import BETWEEN_TURNS, Worker
from lienthong.kernel import clock

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _one_schedule(monkeypatch) -> None:
    monkeypatch.setattr(schedules, "_schedules", {})
    schedules.every(HOUR, note_attempt)
    DONE.clear()


def turn(now) -> int:
    """Take turns and do what came of it; return how many schedules had their turn."""
    count = services.take_turns(now=now)
    services.run_all_due(now=now)
    return count


def test_a_schedule_runs_at_once_and_then_every_interval():
    assert turn(MONDAY_9AM) == 1
    assert turn(MONDAY_9AM + HOUR - timedelta(seconds=1)) == 0
    assert turn(MONDAY_9AM + HOUR) == 1
    assert len(DONE) == 2


def test_turns_that_were_missed_are_one_run_and_the_rhythm_stays():
    turn(MONDAY_9AM)
    assert turn(MONDAY_9AM + 10 * HOUR + timedelta(minutes=20)) == 1
    assert turn(MONDAY_9AM + 11 * HOUR - timedelta(seconds=1)) == 0
    assert turn(MONDAY_9AM + 11 * HOUR) == 1
    assert len(DONE) == 3


def test_runs_do_not_pile_up_while_no_worker_has_time():
    for hour in range(5):
        services.take_turns(now=MONDAY_9AM + hour * HOUR)
    assert Job.objects.count() == 1


def test_a_schedule_that_is_no_longer_declared_stops(monkeypatch):
    turn(MONDAY_9AM)
    monkeypatch.setattr(schedules, "_schedules", {})
    assert turn(MONDAY_9AM + HOUR) == 0


def test_a_clock_that_is_set_back_delays_no_schedule_until_the_day_it_showed():
    turn(MONDAY_9AM + timedelta(days=3))
    assert turn(MONDAY_9AM) == 1
    assert turn(MONDAY_9AM + HOUR - timedelta(seconds=1)) == 0
    assert turn(MONDAY_9AM + HOUR) == 1


@pytest.mark.django_db(transaction=True)  # a worker begins each step with a connection that works
def test_a_busy_worker_does_not_look_at_the_schedules_after_each_job(monkeypatch):
    at = {"now": MONDAY_9AM}
    monkeypatch.setattr(clock, "now", lambda: at["now"])
    worker = Worker(stop=Event())

    def looks(jobs: int) -> int:
        for n in range(jobs):
            services.enqueue(note, n, now=MONDAY_9AM)
        with CaptureQueriesContext(connection) as statements:
            worker.run_until_idle()
        return sum("jobs_scheduleturn" in q["sql"] for q in statements)

    worker.run_until_idle()
    assert looks(6) == 0
    at["now"] += BETWEEN_TURNS
    assert looks(6) == 2
    at["now"] -= timedelta(hours=1)
    assert looks(1) > 0
