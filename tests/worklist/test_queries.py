"""What a viewer sees: only what waits for the post, in groups, in pages, in few statements."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.worklist.builders import (
    DAY,
    HOUR,
    JUSTICE,
    MONDAY_9AM,
    OFFICE,
    OTHER_UNIT,
    UNIT,
    a_viewer,
    put,
    work,
)

from lienthong import worklist
from lienthong.kernel.actor import Actor
from lienthong.worklist import queries, services
from lienthong.worklist.errors import PageUnknown
from lienthong.worklist.types import GROUPS, VERBS, Audience, Verb, WorkGroup

SOON = "soon~2026-01-01T00:00:00"
pytestmark = pytest.mark.django_db


def seen(viewer, **facts) -> set:
    page = queries.waiting(viewer, now=MONDAY_9AM, **facts)
    return {line.subject_id for line in page.lines}


def test_work_for_a_role_waits_for_everybody_in_that_role_of_that_agency():
    item = put(audience=Audience(role="clerk"))
    assert seen(a_viewer("clerk")) == {item.subject_id}
    assert seen(a_viewer("leader")) == set()
    assert seen(a_viewer("clerk", agency_id=JUSTICE)) == set()


def test_work_for_a_unit_waits_for_its_people_and_for_a_role_in_it_only_for_those():
    everybody = put(audience=Audience(unit_id=UNIT))
    head = put(audience=Audience(role="leader", unit_id=UNIT))
    assert seen(a_viewer("officer", unit_id=UNIT)) == {everybody.subject_id}
    assert seen(a_viewer("leader", unit_id=UNIT)) == {everybody.subject_id, head.subject_id}
    assert seen(a_viewer("leader", unit_id=OTHER_UNIT)) == set()


def test_work_for_a_post_waits_for_nobody_else():
    viewer = a_viewer("officer")
    item = put(audience=Audience(post_id=viewer.post_id))
    assert seen(viewer) == {item.subject_id}
    assert seen(a_viewer("officer")) == set()


def test_what_waits_for_a_post_alone_is_counted_for_who_lets_it_end(django_assert_num_queries):
    ending, other = a_viewer("officer"), a_viewer("officer")
    for _n in range(2):
        put(audience=Audience(post_id=ending.post_id))
    put(audience=Audience(post_id=ending.post_id), verb=Verb.FOLLOW_GLASS)
    put(audience=Audience(role="officer"))
    done = put(audience=Audience(post_id=other.post_id))
    subject = {"subject_kind": done.subject_kind, "subject_ids": [done.subject_id]}
    services.settle(**subject, actor=other, now=MONDAY_9AM)

    with django_assert_num_queries(1):
        found = queries.waiting_at_posts({one.post_id: OFFICE for one in (ending, other)})

    assert found == {ending.post_id: 2}


def test_nothing_waits_for_the_installation():
    put(audience=Audience())
    assert seen(Actor.installation()) == set()


def test_lines_stand_in_groups_most_urgent_first():
    put(due_at=MONDAY_9AM + 3 * DAY, notation="soon")
    put(due_at=None, notation="no deadline")
    put(due_at=datetime(2026, 11, 23, 17, tzinfo=UTC), notation="midnight")
    put(due_at=MONDAY_9AM + HOUR, notation="today")
    put(due_at=MONDAY_9AM - HOUR, notation="late")
    put(due_at=MONDAY_9AM + 5 * DAY, is_urgent=True, notation="urgent")
    put(verb=Verb.FOLLOW_GLASS, due_at=MONDAY_9AM - DAY, notation="follow")

    lines = queries.waiting(a_viewer(), now=MONDAY_9AM).lines
    assert [(line.group, line.notation) for line in lines] == [
        (WorkGroup.URGENT, "late"),
        (WorkGroup.URGENT, "urgent"),
        (WorkGroup.TODAY, "today"),
        (WorkGroup.TODAY, "midnight"),
        (WorkGroup.SOON, "soon"),
        (WorkGroup.OPEN, "no deadline"),
        (WorkGroup.OTHERS, "follow"),
    ]
    assert [line.notation for line in lines if line.is_late] == ["late", "follow"]
    assert list(GROUPS) == list(WorkGroup)


def test_pages_hold_every_line_once_in_one_statement_each(django_assert_num_queries):
    services.put(
        work(due_at=(None, MONDAY_9AM + HOUR, MONDAY_9AM + 9 * DAY)[n % 3]) for n in range(25)
    )
    whole = queries.waiting(a_viewer(), now=MONDAY_9AM).lines
    paged, after = [], ""
    for _ in range(3):
        with django_assert_num_queries(1):
            page = queries.waiting(a_viewer(), now=MONDAY_9AM, after=after, limit=10)
        paged += page.lines
        after = page.after
    assert paged == whole
    assert after == ""


@pytest.mark.parametrize(
    "mark",
    [
        "x",
        "a~b~c",
        f"{SOON}~x",
        f"{SOON}~0a0b0c0d-0000-4000-8000-000000000000",
        "soon~0001-01-01T00:00:00+14:00~0a0b0c0d-0000-4000-8000-000000000000",
        "soon~9999-12-31T23:00:00-14:00~0a0b0c0d-0000-4000-8000-000000000000",
    ],
)
def test_a_page_mark_that_was_tampered_with_is_refused(mark):
    with pytest.raises(PageUnknown):
        queries.waiting(a_viewer(), now=MONDAY_9AM, after=mark)


def test_counts_by_group_and_verb_are_one_statement(django_assert_num_queries):
    put(due_at=MONDAY_9AM - HOUR)
    put(verb=Verb.SEAL)
    put(verb=Verb.FOLLOW_GLASS)
    put(agency_id=JUSTICE)
    with django_assert_num_queries(1):
        counts = queries.counts(a_viewer(), now=MONDAY_9AM)
    assert counts.by_group == {WorkGroup.URGENT: 1, WorkGroup.OPEN: 1, WorkGroup.OTHERS: 1}
    assert counts.by_verb == {Verb.ACCEPT: 1, Verb.SEAL: 1, Verb.FOLLOW_GLASS: 1}
    assert counts.to_do == 2


def test_what_was_done_today_is_shown_newest_first():
    viewer = a_viewer()
    for hour in (-10, 1, 2):  # the first of them is yesterday in Vietnam
        item = put(notation=f"{hour}")
        services.settle(
            subject_kind="delivery",
            subject_ids=[item.subject_id],
            actor=viewer,
            now=MONDAY_9AM + hour * HOUR,
        )
    done = queries.settled_today(viewer, now=MONDAY_9AM + 3 * HOUR)
    assert [line.notation for line in done] == ["2", "1"]


def test_what_only_followed_others_is_not_done_by_who_followed():
    for verb in (Verb.ACCEPT, Verb.FOLLOW_GLASS):
        item = put(verb=verb, notation=verb)
        services.settle(
            subject_kind="delivery", subject_ids=[item.subject_id], actor=a_viewer(), now=MONDAY_9AM
        )
    done = queries.settled_today(a_viewer(), now=MONDAY_9AM + HOUR)
    assert [line.notation for line in done] == [Verb.ACCEPT]


def test_every_verb_has_its_words_and_is_put_on_somebody_s_list():
    assert set(VERBS) == set(Verb)
    source = Path(worklist.__file__).parents[1]
    others = (path for path in source.rglob("*.py") if "worklist" not in path.parts)
    put_there = set(re.findall(r"Verb\.([A-Z_]+)", " ".join(map(Path.read_text, others))))
    assert {verb.name for verb in Verb} == put_there
