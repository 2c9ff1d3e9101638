"""Several jobs of one task in one go: done once each, and one that fails spoils no other."""

from datetime import timedelta

import pytest
from tests.jobs.builders import DONE, MINUTE, MONDAY_9AM, note, note_or_refuse

from lienthong.jobs import services
from lienthong.jobs.models import Job
from lienthong.jobs.rules import DEFAULT_POLICY
from lienthong.jobs.services.claim_job import (
    LOOKED_AT,
    MOST_TOGETHER,
    claim_next,
    record_failure,
    record_success,
)
from lienthong.jobs.types import JobState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    DONE.clear()


def enqueue(*words: str) -> None:
    for word in words:
        services.enqueue(note_or_refuse, word, now=MONDAY_9AM)


def states() -> list[tuple[str, str, int]]:
    rows = Job.objects.order_by("pk").values_list("args", "state", "attempts")
    return [(args[0], state, attempts) for args, state, attempts in rows]


def test_what_is_due_of_one_task_is_done_in_one_go_however_much_else_waits():
    services.enqueue(note, "before", now=MONDAY_9AM - MINUTE)
    enqueue("one", "two")
    services.enqueue(note, "between", now=MONDAY_9AM)
    enqueue("three")
    assert services.run_all_due(now=MONDAY_9AM) == 5
    assert DONE == ["before", ["one", "two", "three"], "between"]
    assert {state for _word, state, _attempts in states()} == {JobState.DONE}


def test_a_go_has_a_size_and_costs_the_same_statements_however_many_it_does(count_statements):
    enqueue("one", "two")
    few = count_statements(lambda: services.run_next(clock=lambda: MONDAY_9AM))
    enqueue(*map(str, range(MOST_TOGETHER + 1)))
    many = count_statements(lambda: services.run_next(clock=lambda: MONDAY_9AM))
    assert many == few <= 10
    assert [len(DONE[0]), len(DONE[1])] == [2, MOST_TOGETHER]


def test_one_that_fails_is_tried_again_alone_and_the_others_are_done(caplog):
    enqueue("good", "bad", "better")
    assert services.run_next(clock=lambda: MONDAY_9AM) == 3
    assert DONE == ["good", "better"]
    assert states() == [("good", "done", 1), ("bad", "waiting", 1), ("better", "done", 1)]
    assert "jobs failed together" in caplog.text

    enqueue("new")
    later = MONDAY_9AM + timedelta(hours=1)
    assert [len(claim_next(now=later)) for _go in range(2)] == [1, 1]


def test_what_a_dead_worker_left_is_taken_one_by_one():
    """Else a job that kills its worker would use up the attempts of those beside it."""
    enqueue("one", "two", "three")
    assert len(claim_next(now=MONDAY_9AM)) == 3
    later = MONDAY_9AM + DEFAULT_POLICY.lease
    enqueue("four", "five")
    goes = [claim_next(now=later) for _go in range(4)]
    assert [[claim.args[0] for claim in go] for go in goes] == [
        ["one"],
        ["two"],
        ["three"],
        ["four", "five"],
    ]


def test_a_call_with_named_arguments_goes_alone():
    enqueue("one")
    services.enqueue(note_or_refuse, word="two", now=MONDAY_9AM)
    enqueue("three")
    services.run_all_due(now=MONDAY_9AM)
    assert DONE == [["one", "three"], "two"]


def test_fellows_are_looked_for_only_some_way_down_the_queue():
    enqueue("first")
    for n in range(LOOKED_AT):
        services.enqueue(note, n, now=MONDAY_9AM)
    enqueue("far")
    [claim] = claim_next(now=MONDAY_9AM)
    assert claim.args == ["first"]


def test_only_from_the_queues_of_the_worker():
    enqueue("here")
    services.enqueue(note_or_refuse.using(queue_name="slow"), "there", now=MONDAY_9AM)
    assert services.run_all_due(now=MONDAY_9AM, queues=["slow"]) == 1
    assert DONE == ["there"]


def test_one_of_a_go_that_is_asked_for_again_meanwhile_runs_once_more():
    enqueue("one")
    services.enqueue_once(note_or_refuse, "two", key="k", now=MONDAY_9AM)
    claims = claim_next(now=MONDAY_9AM)
    services.enqueue_once(note_or_refuse, "two", key="k", now=MONDAY_9AM)
    assert record_success(claims, now=MONDAY_9AM) == 2
    assert states() == [("one", "done", 1), ("two", "waiting", 0)]


def test_a_worker_that_comes_back_late_closes_only_what_is_still_its_own():
    enqueue("one", "two")
    late = claim_next(now=MONDAY_9AM)
    later = MONDAY_9AM + DEFAULT_POLICY.lease
    [newer] = claim_next(now=later)
    assert record_success(late, now=later) == 1
    assert states() == [("one", "running", 2), ("two", "done", 1)]
    assert record_failure(newer, error="x", now=later)
