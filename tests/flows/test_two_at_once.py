"""Two people act on one thing at the same moment: one does it, the other is told (A1, B1, B2)."""

import json

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def raced(scratch, *names: str) -> dict[str, set[tuple[str, ...]]]:
    """Run these races in processes; return the outcomes that each had, of both sides."""
    words = ", ".join(map(repr, names))
    told = scratch.run(f"from tests.flows.together import main; main({words})")
    found: dict[str, set[tuple[str, ...]]] = {name: set() for name in names}
    for line in told.splitlines():
        name, outcomes = json.loads(line)
        found[name].add(tuple(outcomes))
    return found


def test_B1_of_two_who_decide_on_one_delivery_one_does_and_the_other_is_told(scratch):
    found = raced(
        scratch, "accept", "accept again", "accept or refuse", "instruct again", "instruct"
    )
    assert found["accept"] == {("accepted", "exchange.already-decided")}
    assert found["accept again"] == {("accepted", "accepted")}
    assert found["accept or refuse"] == {("decided", "exchange.already-decided")}
    assert found["instruct"] == {("given, 1 lead", "given, 1 lead")}
    assert found["instruct again"] == {("given, 1 lead", "given, 1 lead")}


def test_A1_of_two_who_send_or_take_back_at_once_each_gets_one_answer(scratch):
    found = raced(
        scratch,
        "submit again",
        "submit other",
        "submit twice",
        "recall again",
        "answer",
        "answer again",
        "finish or give back",
    )
    assert found["submit again"] == {("sent", "sent")}
    assert found["submit other"] == {("exchange.key-used-for-other-content", "sent")}
    assert found["submit twice"] == {("exchange.already-sent", "sent")}
    assert found["recall again"] == {("asked", "asked")}
    assert found["answer"] == {("answered", "exchange.nothing-to-answer")}
    assert found["answer again"] == {("answered", "answered")}
    assert found["finish or give back"] == {("answered", "finished or closed")}


def test_B1_of_two_clerks_who_issue_one_draft_at_once_both_see_one_number(scratch):
    found = raced(scratch, "draft", "issue")
    assert found["draft"] == {("drafted", "drafted")}
    assert found["issue"] == {("issued 01", "issued 01")}
