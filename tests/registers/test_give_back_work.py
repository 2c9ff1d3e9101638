"""Work given to a person whose post has ended: it is on somebody's list again (B2)."""

from datetime import timedelta

import pytest
from tests.registers.test_incoming_work import LATER, accept, delivery, instruct, verbs

from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.kernel.clock import local_day
from lienthong.notices import queries as notices
from lienthong.registers import queries, services
from lienthong.registers.types import Assignee, AssignmentRole, AssignmentState, WorkState
from lienthong.worklist.models import WorkItem
from lienthong.worklist.types import Audience, Verb

__all__ = ["delivery"]
pytestmark = pytest.mark.django_db
TOMORROW = LATER + timedelta(days=1)


def leaves(office):
    return directory.end_post(post_id=office.officer.post_id, on=local_day(LATER))


def given(office, delivery, role=AssignmentRole.LEAD):
    entry = accept(office, delivery)
    parts = [Assignee(role, post_id=office.officer.post_id)]
    if role != AssignmentRole.LEAD:
        parts.append(Assignee(AssignmentRole.LEAD, unit_id=office.unit_id))
    return instruct(office, entry, *parts)


def waiting_for(post_id):
    return WorkItem.objects.filter(audience=Audience(post_id=post_id).key, settled_at=None)


def test_B2_what_a_leaver_leads_waits_for_the_leaders_again(justice, delivery):
    card = given(justice, delivery)
    leaves(justice)
    assert services.give_back_work(now=LATER) == 0  # the last day is a day of work
    assert services.give_back_work(now=TOMORROW) == 1
    after = queries.incoming_card(card.entry.id)
    assert (after.state, after.lead_name) == (WorkState.AWAITING_INSTRUCTION, "")
    assert [one.state for one in after.assignments] == [AssignmentState.WITHDRAWN]
    assert verbs(justice.leader) == [Verb.INSTRUCT]
    assert not waiting_for(justice.officer.post_id).exists()
    assert services.give_back_work(now=TOMORROW) == 0


def test_B2_it_can_be_given_to_somebody_else_and_goes_on(justice, delivery):
    card = given(justice, delivery)
    leaves(justice)
    services.give_back_work(now=TOMORROW)
    unit = Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)
    again = instruct(justice, card.entry, unit)
    assert again.state == WorkState.ASSIGNED
    assert again.lead_name == "Phòng Công nghệ thông tin"


def test_B2_a_support_that_is_lost_is_told_and_the_lead_goes_on(justice, delivery):
    card = given(justice, delivery, AssignmentRole.SUPPORT)
    leaves(justice)
    assert services.give_back_work(now=TOMORROW) == 1
    after = queries.incoming_card(card.entry.id)
    assert after.state == WorkState.ASSIGNED
    states = {one.role: one.state for one in after.assignments}
    assert states[AssignmentRole.SUPPORT] == AssignmentState.WITHDRAWN
    assert states[AssignmentRole.LEAD] == AssignmentState.WAITING
    told = [line.code for line in notices.unread(justice.leader)]
    assert told.count("registers.work-given-back") == 1


def test_B2_who_gets_another_post_of_the_agency_takes_the_work_along(justice, delivery):
    card = given(justice, delivery)
    leaves(justice)
    new = directory.appoint(
        person_id=justice.officer.person_id,
        agency_id=justice.agency.id,
        role=Role.CLERK,
        title="Văn thư",
        valid_from=local_day(TOMORROW),
    )
    assert services.give_back_work(now=TOMORROW) == 1
    after = queries.incoming_card(card.entry.id)
    assert after.state == WorkState.ASSIGNED
    assert [one.post_id for one in after.assignments] == [new.id]
    assert [line.verb for line in waiting_for(new.id)] == [Verb.HANDLE]
    assert not waiting_for(justice.officer.post_id).exists()


def test_B2_what_is_finished_stays_as_it_is(justice, delivery):
    card = given(justice, delivery)
    services.finish_work(
        assignment_id=card.assignments[0].id, outcome="Xong", actor=justice.officer, now=LATER
    )
    leaves(justice)
    assert services.give_back_work(now=TOMORROW) == 0
    assert queries.incoming_card(card.entry.id).state == WorkState.FINISHED
