"""A clock that was ahead and is set back: what was put off by it is done now."""

from datetime import timedelta

import pytest
from tests.jobs.builders import DONE, MINUTE, MONDAY_9AM, fail, note, the_next

from lienthong.jobs import services
from lienthong.jobs.models import Job
from lienthong.jobs.services.follow_clock import LEASE, SKEW

pytestmark = pytest.mark.django_db
AHEAD = MONDAY_9AM + timedelta(days=3)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    DONE.clear()


def test_a_job_of_a_day_that_has_not_come_is_done_today():
    services.enqueue(note, "a", now=AHEAD)
    assert services.run_all_due(now=MONDAY_9AM) == 0
    assert services.follow_clock(now=MONDAY_9AM) == 1
    assert services.run_all_due(now=MONDAY_9AM) == 1
    assert services.follow_clock(now=MONDAY_9AM) == 0


def test_a_job_that_failed_under_the_wrong_clock_is_tried_again_today():
    services.enqueue(fail, now=MONDAY_9AM)
    services.run_next(clock=lambda: AHEAD)
    assert services.follow_clock(now=MONDAY_9AM) == 1
    assert the_next(now=MONDAY_9AM).attempt == 2


def test_a_job_in_hand_keeps_a_lease_and_is_not_taken_twice():
    services.enqueue(note, "a", now=MONDAY_9AM)
    the_next(now=AHEAD)
    services.follow_clock(now=MONDAY_9AM)
    assert the_next(now=MONDAY_9AM + LEASE - MINUTE) is None
    assert the_next(now=MONDAY_9AM + LEASE) is not None


def test_jobs_for_later_and_clocks_that_differ_a_little_are_left_alone(count_statements):
    services.enqueue(note, "a", now=MONDAY_9AM + SKEW)
    services.enqueue(note, "b", now=MONDAY_9AM, run_at=AHEAD)
    assert count_statements(lambda: services.follow_clock(now=MONDAY_9AM)) == 1
    assert list(Job.objects.order_by("due_at").values_list("due_at", flat=True)) == [
        MONDAY_9AM + SKEW,
        AHEAD,
    ]
