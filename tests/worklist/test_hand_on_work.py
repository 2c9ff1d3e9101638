"""Handing on: what waits goes to who took over, and the same work in many agencies at once."""

from uuid import uuid4

import pytest
from tests.worklist.builders import JUSTICE, MONDAY_9AM, OFFICE, a_viewer, put, work

from lienthong.worklist import queries, services
from lienthong.worklist.models import WorkItem
from lienthong.worklist.types import Audience

pytestmark = pytest.mark.django_db
HEIR = uuid4()


def waiting(agency_id, role="clerk"):
    return queries.waiting(a_viewer(role, agency_id=agency_id), now=MONDAY_9AM).lines


def hand_on(**facts) -> int:
    told = {"to_id": HEIR, "audiences": {}, "actor": a_viewer(), "now": MONDAY_9AM, **facts}
    return services.hand_on(OFFICE, **told)


def test_what_waits_goes_to_the_heir_and_a_post_keeps_what_is_its_own():
    put()
    post, new_post = Audience(post_id=uuid4()), Audience(post_id=uuid4())
    put(audience=post)
    put(agency_id=JUSTICE)
    assert hand_on(audiences={post.key: (new_post.key, JUSTICE)}) == 2
    assert waiting(OFFICE) == []
    assert len(waiting(HEIR)) == 1
    assert len(waiting(JUSTICE)) == 1
    moved = WorkItem.objects.get(audience=new_post.key)
    assert moved.agency_id == JUSTICE
    assert hand_on() == 0


def test_what_waits_there_already_stays_one_line():
    item = put()
    put(agency_id=HEIR, subject_id=item.subject_id)
    assert hand_on() == 0
    assert len(waiting(HEIR)) == 1
    assert WorkItem.objects.get(agency_id=OFFICE).settled_at == MONDAY_9AM


def test_what_was_done_there_before_or_waits_elsewhere_does_not_settle_what_is_handed_on():
    item = put()
    put(agency_id=HEIR, subject_id=item.subject_id)
    WorkItem.objects.filter(agency_id=HEIR).update(settled_at=MONDAY_9AM)
    put(agency_id=JUSTICE, subject_id=item.subject_id)
    assert hand_on() == 1
    assert {line.subject_id for line in waiting(HEIR)} >= {item.subject_id}


def test_what_waited_for_two_who_are_one_now_becomes_one_line():
    clerk, officer = Audience(role="clerk"), Audience(role="officer")
    item = put(audience=clerk)
    put(audience=officer, subject_id=item.subject_id)
    assert hand_on(audiences={officer.key: (clerk.key, HEIR)}) == 1
    assert len(waiting(HEIR)) == 1
    assert WorkItem.objects.filter(settled_at=MONDAY_9AM).count() == 1


def test_only_the_named_subjects_go():
    item, _stays = put(), put()
    assert hand_on(subject_ids=[item.subject_id]) == 1
    assert len(waiting(OFFICE)) == 1


def test_the_same_work_waits_in_many_agencies_each_about_its_own_subject():
    places = [(OFFICE, uuid4()), (JUSTICE, uuid4())]
    item = work(agency_id=OFFICE, subject_id=places[0][1])
    for _again in range(2):
        services.put_for_each(item, places)
    found = {agency_id: waiting(agency_id) for agency_id, _subject in places}
    assert {key: [line.subject_id for line in lines] for key, lines in found.items()} == {
        agency_id: [subject] for agency_id, subject in places
    }
    assert {line.summary for lines in found.values() for line in lines} == {item.summary}
