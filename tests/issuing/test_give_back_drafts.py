"""Drafts that wait for somebody whose post has ended wait for another (B3)."""

from datetime import timedelta

import pytest
from tests.issuing.builders import FRIDAY_9AM, a_draft, submitted

from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.issuing import queries, services
from lienthong.issuing.types import DraftState
from lienthong.kernel.clock import local_day
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
TOMORROW = FRIDAY_9AM + timedelta(days=1)


def verbs_of(actor):
    return [line.verb for line in worklist.waiting(actor, now=TOMORROW).lines]


def leaves(actor):
    directory.end_post(post_id=actor.post_id, on=local_day(FRIDAY_9AM))


def test_B3_what_a_signer_who_left_had_to_sign_is_the_drafters_turn(province):
    draft = submitted(province.justice, a_draft(province.justice))
    leaves(province.justice.leader)
    assert services.give_back_drafts(now=FRIDAY_9AM) == 0  # the last day is a day of work
    assert services.give_back_drafts(now=TOMORROW) == 1
    card = queries.draft_card(draft.id, agency_id=province.justice.agency.id)
    assert card.state == DraftState.RETURNED
    assert "đã thôi vị trí" in card.return_reason
    assert verbs_of(province.justice.officer) == [Verb.REVISE]
    assert services.give_back_drafts(now=TOMORROW) == 0


def test_B3_what_a_drafter_who_left_had_to_revise_waits_for_the_clerks(province):
    draft = submitted(province.justice, a_draft(province.justice))
    leaves(province.justice.leader)
    leaves(province.justice.officer)
    assert services.give_back_drafts(now=TOMORROW) == 1
    assert verbs_of(province.justice.clerk) == [Verb.REVISE]
    assert verbs_of(province.justice.officer) == []
    assert services.give_back_drafts(now=TOMORROW) == 0
    steps = [step.name for step in queries.course(draft.id)]
    assert steps == ["drafted", "submitted", "returned"]


def test_B3_a_drafter_with_another_post_takes_the_draft_along(province):
    office = province.justice
    draft = submitted(office, a_draft(office))
    services.return_draft(
        draft_id=draft.id, reason="Thiếu phụ lục.", actor=office.leader, now=FRIDAY_9AM
    )
    leaves(office.officer)
    new = directory.appoint(
        person_id=office.officer.person_id,
        agency_id=office.agency.id,
        role=Role.OFFICER,
        title="Chuyên viên chính",
        valid_from=local_day(TOMORROW),
    )
    assert services.give_back_drafts(now=TOMORROW) == 1
    card = queries.draft_card(draft.id, agency_id=office.agency.id)
    assert card.drafted_by_post == new.id
    assert verbs_of(office.clerk) == []
    assert services.give_back_drafts(now=TOMORROW) == 0
