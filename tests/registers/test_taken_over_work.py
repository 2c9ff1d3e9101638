"""A leader goes on with what an agency that ended had in hand, and names who leads (A4)."""

from dataclasses import replace

import pytest
from tests.desk.builders import an_entered, at_desk, words_of
from tests.directory.builders import an_operator
from tests.directory.reorganising.plans import Province, a_merger, done, plan
from tests.exchange.builders import an_office

from lienthong.kernel import clock
from lienthong.registers import errors, queries, services
from lienthong.registers.types import Assignee, AssignmentRole

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def province() -> Province:
    committee = an_office("Ủy ban nhân dân tỉnh")
    names = ("Sở Tư pháp", "Sở Tài chính", "Sở Nội vụ")
    offices = [an_office(name, parent=committee.agency) for name in names]
    return Province(committee, *offices, operator=an_operator(committee.agency))


def today_in(merger):
    return replace(merger, happens_on=clock.local_day(clock.now()))


def test_A4_the_walk_shows_what_the_agency_before_had_not_instructed(province):
    entry = an_entered(province.committee, province.justice, subject="V/v dở dang")
    done(province, today_in(a_merger(province)), now=clock.now())

    response = at_desk(province.finance.leader).get("/chi-dao/")

    assert response.status_code == 200
    assert "V/v dở dang" in words_of(response)
    assert response.context["card"].entry.id == entry.id


def test_A4_the_agency_before_instructs_no_more_what_it_gave_away(province):
    entry = an_entered(province.committee, province.justice)
    own = an_entered(province.committee, province.home)
    done(province, today_in(a_merger(province)), now=clock.now())

    assert at_desk(province.home.leader).get(f"/muc/{entry.id}/chi-dao/").status_code == 404
    assert at_desk(province.home.leader).get(f"/muc/{own.id}/chi-dao/").status_code == 200


def test_A4_work_whose_lead_ended_needs_a_new_one(province):
    justice, finance = province.justice, province.finance
    entry = an_entered(province.committee, justice)
    give(entry, justice.leader, Assignee(AssignmentRole.LEAD, post_id=justice.officer.post_id))
    step = {
        "kind": "merge",
        "agencies": [justice.agency.code],
        "into": finance.agency.code,
        "posts": {str(justice.officer.post_id): ""},
    }
    done(province, today_in(plan(step)), now=clock.now())

    support = Assignee(AssignmentRole.SUPPORT, unit_id=finance.unit_id)
    with pytest.raises(errors.LeadMissing):
        give(entry, finance.leader, support)
    card = give(entry, finance.leader, Assignee(AssignmentRole.LEAD, unit_id=finance.unit_id))
    assert card.lead_name == queries.incoming_card(entry.id).lead_name != ""


def give(entry, leader, *assignees):
    return services.give_instruction(
        entry_id=entry.id,
        text="Xử lý",
        assignees=assignees,
        due_on=None,
        key=str(len(queries.incoming_card(entry.id).instructions)),
        actor=leader,
        now=clock.now(),
    )
