"""A system acts for an agency only after the agency has agreed, and the agency ends it at once."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.access.builders import a_post, an_account, an_actor, at_desk
from tests.directory.builders import merge
from tests.systems.builders import NOW, a_bearer, a_signing_key, a_system
from tests.systems.builders import an_agency as some_agency

from lienthong.access import queries as access
from lienthong.access import services as access_services
from lienthong.access.errors import RightMissing
from lienthong.access.types import ActingKind
from lienthong.directory import services as directory
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.ledger import queries as ledger
from lienthong.notices import queries as notices
from lienthong.systems import queries, services
from lienthong.systems.errors import (
    OwnRequest,
    RefusalReasonMissing,
    RequestAnswered,
    UnknownRequest,
)
from lienthong.systems.models import System
from lienthong.systems.services._tell import KEY_ADDED, tell_agencies_of
from lienthong.systems.types import RequestState
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
TODAY = local_day(NOW)


@pytest.fixture
def agency():
    return some_agency("Sở Nội vụ")


@pytest.fixture
def leader(agency):
    return an_actor(agency, Role.LEADER)


@pytest.fixture
def operator():
    return an_actor(some_agency("Sở Thông tin và Truyền thông"), Role.OPERATOR)


def asked(operator, agency, system=None):
    return services.grant_agency(
        system_id=(system or a_system()).id,
        agency_id=agency.id,
        valid_from=TODAY,
        actor=operator,
        now=NOW,
    )


def answered(card, actor, *, agrees=True, note="", now=NOW):
    return services.decide_grant(request_id=card.id, agrees=agrees, note=note, actor=actor, now=now)


def codes(actor) -> list[str]:
    return [line.code for line in notices.unread(actor)]


def work(actor) -> list[Verb]:
    return [line.verb for line in worklist.waiting(actor, now=NOW).lines]


def acts_about(subject_id) -> list[str]:
    return sorted(line.act for line in ledger.records_of_subject(subject_id))


def test_what_an_operator_asks_waits_for_the_heads_of_the_agency(agency, leader, operator):
    card = asked(operator, agency)

    assert (card.state, queries.grants_of(card.system.id)) == (RequestState.ASKED, [])
    administrator = an_actor(agency, Role.ADMINISTRATOR)
    for head in (leader, administrator):
        assert codes(head) == ["systems.grant-asked"]
        assert work(head) == [Verb.AGREE_SYSTEM]
    assert work(an_actor(agency, Role.CLERK)) == []
    assert acts_about(card.id) == ["systems.agency-asked"]


def test_asking_twice_asks_once(agency, leader, operator):
    system = a_system()
    assert asked(operator, agency, system).id == asked(operator, agency, system).id
    assert codes(leader) == ["systems.grant-asked"]


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR])
def test_a_head_agrees_and_the_system_acts_from_that_day(agency, operator, role):
    head, card = an_actor(agency, role), asked(operator, agency)
    later = NOW + timedelta(days=3)

    agreed = answered(card, head, now=later)
    assert answered(card, head, now=later) == agreed

    (grant,) = queries.grants_of(card.system.id)
    assert (grant.agency_id, grant.valid_from) == (agency.id, TODAY + timedelta(days=3))
    assert work(head) == []
    assert acts_about(agency.id) == [
        "systems.agency-agreed",
        "systems.agency-asked",
        "systems.agency-granted",
    ]
    assert "systems.grant-agreed" in codes(head)
    assert codes(operator) == ["systems.grant-agreed"]


def test_a_head_refuses_with_the_reason_and_nothing_is_granted(agency, leader, operator):
    card = asked(operator, agency)
    with pytest.raises(RefusalReasonMissing):
        answered(card, leader, agrees=False, note=" ")

    answered(card, leader, agrees=False, note="Chưa có hợp đồng")

    assert queries.grants_of(card.system.id) == []
    assert acts_about(card.id) == ["systems.agency-asked", "systems.agency-refused"]
    (told,) = notices.unread(operator)
    assert told.facts["reason"] == "Chưa có hợp đồng"
    with pytest.raises(RequestAnswered):
        answered(card, leader)


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.MONITOR])
def test_who_does_not_answer_for_the_agency_does_not_see_what_was_asked(agency, operator, role):
    card = asked(operator, agency)
    for actor in (an_actor(agency, role), an_actor(some_agency(), Role.LEADER)):
        with pytest.raises(UnknownRequest):
            answered(card, actor)


def test_the_operator_agrees_to_nothing_neither_as_leader_of_the_agency(agency, operator):
    card = asked(operator, agency)
    with pytest.raises(RightMissing):
        answered(card, operator)
    also = directory.appoint(
        person_id=operator.person_id,
        agency_id=agency.id,
        role=Role.LEADER,
        title="Giám đốc",
        valid_from=TODAY,
    )
    with pytest.raises(OwnRequest):
        answered(card, access.actor_in(also))


def test_who_acts_for_a_leader_does_not_answer_for_the_agency(agency, operator):
    leader = a_post(agency, Role.LEADER)
    deputy = a_post(agency, Role.OFFICER)
    facts = {"kind": ActingKind.DEPUTY, "post_id": deputy.id, "for_post_id": leader.id}
    new = access_services.NewActing(
        key="k", valid_from=TODAY, valid_to=TODAY, source="QĐ 1", **facts
    )
    card = access_services.grant_acting(new, actor=access.actor_in(leader), now=NOW)
    with pytest.raises(UnknownRequest):
        answered(asked(operator, agency), access.actor_for_another(card))


def test_where_no_head_has_an_account_the_nearest_agency_above_answers(operator):
    committee = some_agency("Ủy ban nhân dân tỉnh")
    agency = directory.found_agency(
        code="H19.888", name="Sở Mới", abbreviation="SM", parent_id=committee.id
    )
    leader = a_post(agency, Role.LEADER)
    above = a_post(committee, Role.ADMINISTRATOR)
    an_account(above, "quantri.ubnd")

    card = asked(operator, agency)
    assert work(access.actor_in(above)) == [Verb.AGREE_SYSTEM]
    assert "systems.grant-asked" in codes(access.actor_in(leader))
    answered(card, access.actor_in(above))
    assert queries.grants_of(card.system.id)[0].agency_id == agency.id

    an_account(leader, "lanhdao.sm")
    other = asked(operator, agency)
    with pytest.raises(UnknownRequest):
        answered(other, access.actor_in(above))


def test_by_command_a_grant_counts_at_once_and_is_told(agency, leader):
    system = a_system(agency)
    assert queries.grants_of(system.id)[0].valid_to is None
    assert codes(leader) == ["systems.agency-granted"]
    assert acts_about(agency.id) == ["systems.agency-granted"]


def test_a_grant_by_command_settles_what_waited(agency, leader, operator):
    card = asked(operator, agency)
    services.grant_agency(
        system_id=card.system.id,
        agency_id=agency.id,
        valid_from=TODAY,
        actor=Actor.installation(),
        now=NOW,
    )
    assert queries.request(card.id).state == RequestState.WITHDRAWN
    assert work(leader) == []


def test_a_closed_system_asks_nobody_any_more(agency, leader, operator):
    card = asked(operator, agency)
    services.close_system(system_id=card.system.id, actor=operator, now=NOW)
    assert queries.request(card.id).state == RequestState.WITHDRAWN
    assert work(leader) == []


def test_an_agency_that_ended_is_asked_nothing_any_more(agency, leader, operator):
    card, heir = asked(operator, agency), some_agency("Sở Nội vụ và Tư pháp")
    merge(agency, heir, now=NOW)
    assert queries.request(card.id).state == RequestState.WITHDRAWN


def test_an_agency_ends_a_grant_at_once(agency, leader, operator):
    now = clock.now()
    system = a_system(agency, now=now)
    token = a_bearer(system, now=now)
    headers = {"Authorization": f"Bearer {token}"}
    assert Client().get("/api/me", headers=headers).json()["agency"] == str(agency.id)

    for _time in range(2):
        services.end_for_agency(system_id=system.id, actor=leader, now=now)

    assert Client().get("/api/me", headers=headers).status_code == 422
    assert acts_about(agency.id) == ["systems.agency-granted", "systems.agency-withdrawn"]
    assert codes(operator) == ["systems.agency-withdrawn"]
    again = asked(operator, agency, system)
    assert again.state == RequestState.ASKED


def test_an_agency_ends_at_once_what_was_to_end_later(agency, leader, operator):
    now = clock.now()
    system = a_system(agency, now=now)
    headers = {"Authorization": f"Bearer {a_bearer(system, now=now)}"}
    services.withdraw_agency(
        system_id=system.id,
        agency_id=agency.id,
        last_day=clock.local_day(now),
        actor=operator,
        now=now,
    )
    assert Client().get("/api/me", headers=headers).status_code == 200

    services.end_for_agency(system_id=system.id, actor=leader, now=now)

    assert Client().get("/api/me", headers=headers).status_code == 422
    [grant] = queries.grants_of(system.id)
    services.withdraw_agency(
        system_id=system.id,
        agency_id=agency.id,
        last_day=clock.local_day(now),
        actor=operator,
        now=now,
    )
    assert queries.grants_of(system.id) == [grant], "what has ended is not prolonged"


def test_only_its_heads_end_a_grant_of_an_agency(agency):
    system = a_system(agency)
    services.end_for_agency(
        system_id=system.id, actor=an_actor(some_agency(), Role.LEADER), now=NOW
    )
    assert queries.grants_of(system.id)[0].valid_to is None
    with pytest.raises(RightMissing):
        services.end_for_agency(system_id=system.id, actor=an_actor(agency, Role.CLERK), now=NOW)


def test_keys_networks_and_certificates_are_told_to_the_agencies_of_a_system(
    agency, leader, operator
):
    system = a_system(agency)
    made = services.make_bearer_key(system_id=system.id, days=1, actor=operator, now=NOW)
    services.set_networks(system_id=system.id, networks=["any"], actor=operator, now=NOW)
    for _time in range(2):  # the second changes nothing, and tells nobody
        services.set_certificates(
            system_id=system.id, certificates=["ab" * 32], actor=operator, now=NOW
        )
    a_signing_key(a_system())

    lines = notices.unread(leader)
    told = {line.code: line.facts for line in lines}
    assert sorted(told) == sorted(line.code for line in lines)
    assert set(told) == {
        "systems.agency-granted",
        "systems.certificates-set",
        "systems.key-added",
        "systems.networks-set",
    }
    assert told["systems.key-added"]["key"] == made.card.key_id
    assert told["systems.networks-set"]["networks"] == "any"


def test_telling_costs_two_statements_however_many_agencies(django_assert_num_queries):
    system = a_system(*(some_agency() for _number in range(12)))
    row = System.objects.get(pk=system.id)
    with django_assert_num_queries(2):
        tell_agencies_of(row, KEY_ADDED, {"by": "A", "key": "k"}, now=NOW)


@pytest.fixture
def whole_site(settings):
    settings.ROOT_URLCONF = "lienthong.config.urls"


def test_heads_answer_on_their_page_and_see_keys_and_their_last_use(whole_site, agency, operator):
    desk = at_desk(a_post(agency, Role.LEADER), "lanhdao.snv")
    now = clock.now()
    system = a_system(now=now, name="I-Office Sở Nội vụ")
    key = a_signing_key(system, now=now)
    card = asked(operator, agency, system)

    assert f"/he-thong-cua-co-quan/de-nghi/{card.id}/" in desk.get("/").content.decode()
    listed = desk.get("/he-thong-cua-co-quan/").content.decode()
    assert "I-Office Sở Nội vụ" in listed
    shown = desk.get(f"/he-thong-cua-co-quan/de-nghi/{card.id}/").content.decode()
    assert key.key_id in shown
    assert "gửi, nhận và đọc mọi văn bản" in shown
    address = f"/he-thong-cua-co-quan/de-nghi/{card.id}/tra-loi/"
    assert desk.post(address, {"answer": "refuse"}).status_code == 422
    desk.post(address, {"answer": "agree"})
    assert queries.request(card.id).state == RequestState.AGREED
    acting = desk.get("/he-thong-cua-co-quan/").content.decode()
    assert key.key_id in acting
    desk.post(f"/he-thong-cua-co-quan/{system.slug}/thoi/")
    (grant,) = queries.grants_of(system.id)
    assert grant.valid_to == clock.local_day(now) - timedelta(days=1)
    assert "đã thôi" in desk.get("/he-thong-cua-co-quan/").content.decode()


def test_a_request_that_nobody_answers_ends_after_its_days_and_can_be_asked_anew(
    agency, leader, operator, settings
):
    system = a_system()
    card = asked(operator, agency, system)
    last = NOW + timedelta(days=settings.LIENTHONG_ANSWER_DAYS)
    assert services.expire_requests(now=last) == 0
    after = last + timedelta(days=1, seconds=1)
    assert [services.expire_requests(now=after) for _again in range(2)] == [1, 0]

    assert queries.request(card.id).state == RequestState.EXPIRED
    assert queries.grants_of(system.id) == []
    assert work(leader) == []
    assert "systems.grant-unanswered" in codes(leader)
    assert codes(operator) == ["systems.grant-unanswered"]
    assert acts_about(card.id) == ["systems.agency-asked", "systems.agency-unanswered"]
    with pytest.raises(RequestAnswered):
        answered(card, leader)
    assert asked(operator, agency, system).id != card.id


def test_an_answer_in_time_stays_though_the_days_go_by(agency, leader, operator):
    card = asked(operator, agency)
    answered(card, leader)
    assert services.expire_requests(now=NOW + timedelta(days=400)) == 0
    assert queries.request(card.id).state == RequestState.AGREED
