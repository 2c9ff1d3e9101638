"""An operator proposes the first administrator; where people work, the agency is asked."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from tests.access.builders import LONG_AGO, NOW, a_post, an_account, an_actor, an_agency, at_desk
from tests.same_moment import together

from lienthong.access import queries, services
from lienthong.access.errors import (
    AdministratorThere,
    AgencyHasPeople,
    AskedOtherwise,
    OwnGrant,
    ProposalDecided,
    ProposalOneself,
    ReasonMissing,
    RightMissing,
    UnknownProposal,
)
from lienthong.access.services import NewPost
from lienthong.access.types import ProposalState
from lienthong.directory import queries as directory_queries
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.clock import local_day
from lienthong.ledger import queries as ledger
from lienthong.notices import queries as notices
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

WHOLE_SITE = True
pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)


@pytest.fixture
def operator():
    return an_actor(an_agency("Sở Thông tin và Truyền thông", "H19.9"), Role.OPERATOR)


@pytest.fixture
def leader(agency):
    """The head of an agency at work, with an account."""
    post = a_post(agency, Role.LEADER)
    an_account(post, "lanhdao.stp")
    return queries.actor_in(post)


def new(agency, person_id=None, **facts) -> NewPost:
    who = person_id or directory.add_person(name="Lê Thị Hoa", email="hoa@stp.gov.vn").id
    told = {"role": Role.ADMINISTRATOR, "title": "Quản trị", "valid_from": TODAY, **facts}
    return NewPost(person_id=who, agency_id=agency.id, **told)


def proposed(operator, agency, key: str = "k", **facts):
    return services.propose_administrator(new(agency, **facts), key=key, actor=operator, now=NOW)


def answered(card, actor, *, agrees=True, note=""):
    return services.decide_proposal(
        proposal_id=card.id, agrees=agrees, note=note, actor=actor, now=NOW
    )


def administrators(agency) -> list[str]:
    posts = directory_queries.posts_of_agency(agency.id, on=TODAY, role=Role.ADMINISTRATOR)
    return [post.person_name for post in posts]


def codes(actor) -> list[str]:
    return [line.code for line in notices.unread(actor)]


def work(actor) -> list[Verb]:
    return [line.verb for line in worklist.waiting(actor, now=NOW).lines]


def test_in_an_agency_without_people_the_post_is_given_at_once(operator, agency):
    assert proposed(operator, agency) is None
    assert administrators(agency) == ["Lê Thị Hoa"]


def test_an_agency_above_one_that_is_led_is_asked_though_nobody_works_there(
    operator, committee, leader
):
    """Whoever administers it would give posts in the other."""
    assert proposed(operator, committee) is not None
    assert administrators(committee) == []


def test_where_people_work_the_leader_is_asked_first(operator, agency, leader):
    card = proposed(operator, agency)
    assert proposed(operator, agency) == card

    assert (card.state, administrators(agency)) == (ProposalState.ASKED, [])
    assert codes(leader) == ["access.administrator-proposed"]
    assert work(leader) == [Verb.AGREE_ADMINISTRATOR]
    acts = [line.act for line in ledger.records_of_subject(agency.id)]
    assert acts == ["access.administrator-proposed"]
    with pytest.raises(AgencyHasPeople):
        services.grant_post(new(agency), actor=operator, now=NOW)


def test_the_leader_agrees_and_gives_the_post(operator, agency, leader):
    card = proposed(operator, agency)
    agreed = answered(card, leader)
    assert answered(card, leader) == agreed

    assert administrators(agency) == ["Lê Thị Hoa"]
    assert work(leader) == []
    assert "access.administrator-granted" in codes(leader)
    assert codes(operator) == ["access.administrator-granted"]
    acts = {line.act for line in ledger.records_of_subject(agency.id)}
    assert acts == {
        "access.administrator-proposed",
        "access.administrator-agreed",
        "access.post-granted",
    }


def test_a_form_sent_again_for_somebody_else_proposes_nothing_else(operator, agency, leader):
    card = proposed(operator, agency)
    assert proposed(operator, agency, person_id=card.person_id) == card
    with pytest.raises(AskedOtherwise):
        proposed(operator, agency, person_id=card.person_id, title="Văn thư")


def test_the_leader_refuses_with_the_reason(operator, agency, leader):
    card = proposed(operator, agency)
    with pytest.raises(ReasonMissing):
        answered(card, leader, agrees=False)
    answered(card, leader, agrees=False, note="Không phải người của Sở")

    assert administrators(agency) == []
    assert notices.unread(operator)[0].facts["reason"] == "Không phải người của Sở"
    with pytest.raises(ProposalDecided):
        answered(card, leader)


def test_only_a_leader_of_the_agency_answers(operator, agency, leader, committee):
    card = proposed(operator, agency)
    above = a_post(committee, Role.LEADER)
    an_account(above, "lanhdao.ubnd")
    for actor in (
        an_actor(agency, Role.CLERK),
        an_actor(an_agency("Sở Y tế", "H19.6"), Role.LEADER),
        queries.actor_in(above),
        operator,
    ):
        with pytest.raises(UnknownProposal):
            answered(card, actor)


def test_neither_who_asked_nor_who_is_proposed_answers(operator, agency):
    own = a_post(agency, Role.LEADER, person_id=operator.person_id)
    other = a_post(agency, Role.LEADER)
    card = proposed(operator, agency, person_id=other.person_id)
    for post in (own, other):
        with pytest.raises(ProposalOneself):
            answered(card, queries.actor_in(post))


def test_where_no_leader_has_an_account_the_heads_above_answer(operator, agency, committee):
    silent = queries.actor_in(a_post(agency, Role.LEADER))
    above = a_post(committee, Role.ADMINISTRATOR)
    an_account(above, "quantri.ubnd")

    card = proposed(operator, agency)

    assert work(queries.actor_in(above)) == [Verb.AGREE_ADMINISTRATOR]
    assert "access.administrator-proposed" in codes(silent)
    answered(card, queries.actor_in(above))
    assert administrators(agency) == ["Lê Thị Hoa"]


def test_an_operator_proposes_neither_himself_nor_other_posts(operator, agency, leader):
    with pytest.raises(OwnGrant):
        proposed(operator, agency, person_id=operator.person_id)
    with pytest.raises(RightMissing):
        proposed(operator, agency, role=Role.CLERK)
    with pytest.raises(RightMissing):
        proposed(replace(leader, rights=frozenset()), agency)


def test_who_came_first_by_another_road_stays(operator, agency, leader, committee):
    card = proposed(operator, agency)
    above = an_actor(committee, Role.ADMINISTRATOR)
    services.grant_post(new(agency), actor=above, now=NOW)
    with pytest.raises(AdministratorThere):
        answered(card, leader)
    assert queries.proposal(card.id).state == ProposalState.ASKED
    with pytest.raises(AdministratorThere):
        proposed(operator, agency, key="k2")


def test_an_operator_makes_himself_no_reader_by_an_invented_administrator(operator, agency, leader):
    """The agency's administrator has left; its leader is asked, and knows what was asked."""
    a_post(agency, Role.ADMINISTRATOR, valid_to=LONG_AGO)
    card = proposed(operator, agency)
    assert card is not None
    assert administrators(agency) == []
    assert codes(leader) == ["access.administrator-proposed"]


def test_a_first_link_is_told_to_the_heads(operator, agency, leader):
    card = answered(proposed(operator, agency), leader)
    facts = {"person_id": card.person_id, "actor": operator, "now": NOW}
    services.open_for(username="hoa.stp", **facts)
    services.make_first_link(**facts)
    assert "access.first-link-made" in codes(leader)


def test_the_operators_form_asks_and_the_leaders_page_answers(agency):
    place = an_agency("Sở Thông tin và Truyền thông", "H19.9")
    desk = at_desk(a_post(place, Role.OPERATOR), "quantri.hethong")
    head = at_desk(a_post(agency, Role.LEADER), "lanhdao.stp")
    form = {
        "name": "Lê Thị Hoa",
        "email": "hoa@stp.gov.vn",
        "role": "administrator",
        "title": "Quản trị cơ quan",
        "valid_from": f"{local_day(clock.now())}",
        "co-quan": str(agency.id),
        "idempotency_key": "k-1",
    }
    answer = desk.post("/quan-tri/nguoi-moi/", form)
    assert desk.post("/quan-tri/nguoi-moi/", form)["Location"] == answer["Location"]
    assert "Lê Thị Hoa" in desk.get("/quan-tri/dau-tien/").content.decode()
    assert answer["Location"] in head.get("/").content.decode()
    shown = head.get(answer["Location"]).content.decode()
    assert "Đồng ý giao quản trị" in shown
    assert '<textarea name="note"' in shown, "Enter would agree"
    head.post(f"{answer['Location']}tra-loi/", {"answer": "agree"})
    assert "Đã đồng ý" in desk.get(answer["Location"]).content.decode()
    today = local_day(clock.now())
    held = directory_queries.posts_of_agency(agency.id, on=today, role=Role.ADMINISTRATOR)
    assert [post.person_name for post in held] == ["Lê Thị Hoa"]


def test_a_proposal_that_nobody_answers_ends_after_its_days_and_all_are_told(
    operator, agency, leader, settings
):
    card = proposed(operator, agency)
    last = NOW + timedelta(days=settings.LIENTHONG_ANSWER_DAYS)
    assert services.answer_until(card.asked_at) == local_day(last)
    assert services.expire_proposals(now=last) == 0
    after = last + timedelta(days=1, seconds=1)
    assert [services.expire_proposals(now=after) for _again in range(2)] == [1, 0]

    assert queries.proposal(card.id).state == ProposalState.EXPIRED
    assert work(leader) == []
    assert "access.administrator-unanswered" in codes(leader)
    assert codes(operator) == ["access.administrator-unanswered"]
    acts = {line.act for line in ledger.records_of_subject(card.id)}
    assert acts == {"access.administrator-proposed", "access.administrator-unanswered"}
    with pytest.raises(ProposalDecided):
        answered(card, leader)
    assert proposed(operator, agency, key="another").state == ProposalState.ASKED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_agreed_at_one_moment_one_gives_an_administrator(agency, operator, leader):
    cards = [proposed(operator, agency, key) for key in "12"]

    def agree(card) -> None:
        services.decide_proposal(proposal_id=card.id, agrees=True, note="", actor=leader, now=NOW)

    assert together(*(partial(agree, card) for card in cards)) == [AdministratorThere]
    states = sorted(queries.proposal(card.id).state for card in cards)
    assert states == [ProposalState.AGREED, ProposalState.ASKED]
