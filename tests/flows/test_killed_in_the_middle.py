"""Exactly once, shown by faults: processes are killed at every point of an act (A1, B1, B7)."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def killed(scratch, *names: str) -> dict[str, int]:
    """Kill these acts in a process with tables of its own; return how often each was killed."""
    words = ", ".join(map(repr, names))
    return kills(scratch.run(f"from tests.flows.killed import main; main({words})"))


def kills(told: str) -> dict[str, int]:
    return {name: int(times) for name, times in map(str.split, told.splitlines())}


def test_A1_A12_a_sending_and_a_recall_killed_anywhere_are_done_once_when_asked_again(scratch):
    times = killed(scratch, "submit", "recall", "answer")
    assert min(times.values()) >= 4, times


def test_B1_B2_the_work_of_a_recipient_killed_anywhere_leaves_no_number_unexplained(scratch):
    times = killed(scratch, "accept", "instruct", "finish")
    assert min(times.values()) >= 4, times


def test_content_and_places_in_the_ledger_survive_a_kill_anywhere(scratch):
    times = killed(scratch, "admit", "sequence")
    assert min(times.values()) >= 4, times


def test_B1_issuing_goes_on_where_it_was_killed_and_takes_one_number(scratch):
    times = kills(scratch.run("from tests.flows.killed import issue_one; issue_one()"))
    assert times.keys() == {"draft", "submit", "sign", "issue"}
    assert times["issue"] >= 8, times
