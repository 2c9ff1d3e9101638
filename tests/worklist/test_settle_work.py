"""Settling and reopening."""

from uuid import uuid4

import pytest
from tests.worklist.builders import (
    HOUR,
    JUSTICE,
    MONDAY_9AM,
    OTHER_UNIT,
    UNIT,
    a_viewer,
    put,
    work,
)

from lienthong.worklist import queries, services
from lienthong.worklist.models import WorkItem
from lienthong.worklist.types import Audience, Verb

pytestmark = pytest.mark.django_db


def settle(item, *, now=MONDAY_9AM, **facts) -> int:
    return services.settle(
        subject_kind=item.subject_kind,
        subject_ids=[item.subject_id],
        actor=a_viewer(),
        now=now,
        **facts,
    )


def reopen(item, **facts) -> int:
    return services.reopen(subject_kind=item.subject_kind, subject_ids=[item.subject_id], **facts)


def waiting() -> int:
    return WorkItem.objects.filter(settled_at__isnull=True).count()


def test_settled_work_leaves_the_list_and_keeps_who_did_it():
    item = put()
    assert settle(item) == 1
    assert queries.waiting(a_viewer(), now=MONDAY_9AM).lines == []
    assert WorkItem.objects.get().settled_by.startswith("person:")


def test_settling_again_changes_nothing():
    item = put()
    settle(item)
    assert settle(item, now=MONDAY_9AM + HOUR) == 0
    assert WorkItem.objects.get().settled_at == MONDAY_9AM


def test_settling_can_be_narrowed_to_a_verb_an_agency_or_an_audience():
    item = put(verb=Verb.COOPERATE, audience=Audience(unit_id=UNIT))
    same = {"subject_id": item.subject_id}
    put(**same, verb=Verb.COOPERATE, audience=Audience(unit_id=OTHER_UNIT))
    put(**same, verb=Verb.READ)
    put(**same, verb=Verb.READ, agency_id=JUSTICE)
    assert settle(item, audience=Audience(unit_id=UNIT)) == 1
    assert settle(item, verbs=[Verb.READ], agency_id=JUSTICE) == 1
    assert settle(item, verbs=[Verb.ACCEPT]) == 0
    assert waiting() == 2
    assert settle(item) == 2


def test_many_subjects_are_settled_in_one_statement(django_assert_num_queries):
    items = [work() for _ in range(50)]
    services.put(items)
    with django_assert_num_queries(1):
        count = services.settle(
            subject_kind="delivery",
            subject_ids=[item.subject_id for item in items],
            actor=a_viewer(),
            now=MONDAY_9AM,
        )
    assert count == 50


def test_work_that_comes_again_after_it_was_settled_is_a_new_line():
    item = put()
    settle(item)
    services.put([item])
    assert (waiting(), WorkItem.objects.count()) == (1, 2)


def test_an_undo_brings_back_what_was_settled_last_and_only_that(django_assert_num_queries):
    item = put()
    settle(item)
    services.put([item])
    settle(item, now=MONDAY_9AM + HOUR)
    with django_assert_num_queries(1):
        assert reopen(item) == 1
    assert WorkItem.objects.get(settled_at__isnull=False).settled_at == MONDAY_9AM
    assert reopen(item) == 0


def test_two_lines_settled_at_one_moment_come_back_as_one():
    item = put()
    settle(item)
    services.put([item])
    settle(item)
    assert reopen(item) == 1
    assert waiting() == 1


def test_nothing_comes_back_while_the_same_work_waits():
    item = put()
    settle(item)
    services.put([item])
    assert reopen(item) == 0
    assert waiting() == 1


def test_reopening_what_never_was_changes_nothing():
    assert services.reopen(subject_kind="delivery", subject_ids=[uuid4()]) == 0
