"""Agencies over the interface: lists, and entering or taking off below delegated codes only."""

import json
from datetime import timedelta

import pytest
from tests.access.walk_world import _an_operator
from tests.desk.builders import two_offices
from tests.left_behind import assert_nothing_left
from tests.vxp.builders import Office, a_package, a_system, an_agency, an_office, said

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import Readiness
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.ledger.models import Record
from lienthong.notices.models import Notice
from lienthong.systems import queries as system_queries
from lienthong.systems import services as systems
from lienthong.vxp import queries, rules, services
from lienthong.vxp.errors import AgencyIncomplete, ReasonMissing, RequestDecided
from lienthong.vxp.types import RequestState

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
US = Actor.installation()


@pytest.fixture
def office() -> Office:
    """A software to which the codes below its agency's were delegated."""
    agency = an_agency("Sở Một", code="H19.77")
    system, secret = a_system(agency)
    systems.delegate_code(system_id=system.id, code="H19.77", actor=US, now=clock.now())
    return Office(agency, system, secret)


def register(office: Office, code: str, name: str = "Trung tâm Một", **more: str):
    body = json.dumps({"id": "", "code": code, "name": name, "mail": "", **more}).encode()
    return said(office.ask("registerAgency", body))


def takes_part(agency_id, office: Office) -> bool:
    today = clock.local_day(clock.now())
    sender_id = office.agency.id
    found = directory.readiness([agency_id], kind_code="cong-van", sender_id=sender_id, on=today)
    return found[agency_id].readiness == Readiness.READY


@pytest.mark.both
def test_below_a_delegated_code_an_agency_is_there_at_once_and_can_send(office):
    told = register(office, "H19.77.5", mail="tt1@mau.example.vn", pcode="ma-noi-bo")
    assert told["ErrorCode"] == "0"
    made = directory.agency_by_code("H19.77.5")
    assert (made.name, made.parent_id) == ("Trung tâm Một", office.agency.id)
    assert not made.books_here
    assert takes_part(made.id, office)
    other = an_office("Sở Hai")
    sent = said(office.send(a_package(made, other.agency), **{"from": "H19.77.5"}))
    assert sent["ErrorCode"] == "0"
    assert Record.objects.filter(act="vxp.agency-registered").count() == 1


@pytest.mark.both
def test_the_same_again_changes_nothing_and_another_name_renames(office):
    for _time in range(2):
        assert register(office, "H19.77.5")["ErrorCode"] == "0"
    assert Record.objects.filter(act="vxp.agency-registered").count() == 1
    assert register(office, "H19.77.5", "Trung tâm Hai")["ErrorCode"] == "0"
    assert directory.agency_by_code("H19.77.5").name == "Trung tâm Hai"


@pytest.mark.parametrize("code", ["H19.77", "H19.778", "H19.78.1", "H19", "000.00.05.H19"])
def test_elsewhere_it_is_asked_once_and_not_in_force(office, code):
    name = "Tên khác hẳn"
    for _time in range(2):
        assert register(office, code, name)["ErrorCode"] == "vxp.awaits-operator"
    (asked,) = queries.requests(state=RequestState.ASKED)
    assert (asked.registration.code, asked.registration.name) == (code, name)
    found = directory.agency_by_code(code)
    assert found is None or found.name != name


def test_a_software_that_asks_too_much_is_told_to_wait(office, monkeypatch):
    monkeypatch.setattr(rules, "MOST_ASKED", 2)
    codes = [register(office, f"H19.78.{number}")["ErrorCode"] for number in (1, 2, 3, 1)]
    waits, too_many = "vxp.awaits-operator", "vxp.too-many-asked"
    assert codes == [waits, waits, too_many, waits]
    asked = queries.requests(state=RequestState.ASKED)
    services.decide_request(
        request_id=asked[0].id, agrees=False, note="Không", actor=US, now=clock.now()
    )
    assert register(office, "H19.78.3")["ErrorCode"] == waits


def test_an_agency_of_others_below_the_code_is_not_the_systems_to_change(office):
    theirs = an_agency("Chi cục riêng", code="H19.77.9")
    assert register(office, "H19.77.9", "Tên do phần mềm đặt")["ErrorCode"] == "vxp.awaits-operator"
    gone = said(office.ask("deleteAgency", b"{}", AgencyCode="H19.77.9"))
    assert gone["ErrorCode"] == "vxp.awaits-operator"
    assert directory.agency(theirs.id).name == "Chi cục riêng"
    assert takes_part(theirs.id, office)


def test_an_agency_is_taken_off_and_comes_back(office):
    register(office, "H19.77.5")
    made = directory.agency_by_code("H19.77.5")
    directory_services.leave(agency_id=made.id, on=clock.local_day(clock.now()) - timedelta(days=1))
    for _time in range(2):
        gone = said(office.ask("deleteAgency", b"{}", AgencyCode="H19.77.5"))
        assert gone["ErrorCode"] == "0"
    assert said(office.ask("deleteAgency", b"{}", AgencyCode="H19.77.404"))["ErrorCode"] == "0"


def test_A4_an_agency_that_comes_and_goes_in_one_day_is_what_was_said_last(office):
    register(office, "H19.77.5")
    made = directory.agency_by_code("H19.77.5")
    tomorrow = clock.local_day(clock.now()) + timedelta(days=1)

    def stays() -> bool:
        (listed,) = directory.listed([made])
        return queries.takes_part(listed, on=tomorrow)

    for _time in range(2):
        for _again in range(2):
            assert said(office.ask("deleteAgency", b"{}", AgencyCode=made.code))["status"] == "OK"
            assert not stays()
        for _again in range(2):
            assert register(office, made.code)["ErrorCode"] == "0"
            assert stays()
    assert Record.objects.filter(act="vxp.agency-deleted").count() == 2
    assert Record.objects.filter(act="vxp.agency-registered").count() == 3


def test_an_agency_of_its_own_gets_the_mail_that_is_written_and_keeps_it_where_none_is(office):
    for mail in ("tt1@mau.example.vn", "TT2@mau.example.vn", "tt2@mau.example.vn", ""):
        assert register(office, "H19.77.5", mail=mail)["ErrorCode"] == "0"
    assert directory.agency_by_code("H19.77.5").email == "tt2@mau.example.vn"
    assert Record.objects.filter(act="vxp.agency-registered").count() == 2


@pytest.mark.both
def test_what_no_operator_answers_ends_after_its_days_and_the_same_call_asks_anew(office, settings):
    _an_operator(two_offices()[0])
    assert register(office, "H19.78.1")["ErrorCode"] == "vxp.awaits-operator"
    (asked,) = queries.requests(state=RequestState.ASKED)
    after = clock.now() + timedelta(days=settings.LIENTHONG_ANSWER_DAYS + 1, minutes=1)
    assert services.expire_requests(now=after - timedelta(days=1)) == 0
    assert [services.expire_requests(now=after) for _again in range(2)] == [1, 0]
    assert queries.request(asked.id).state == RequestState.EXPIRED
    assert "vxp.agency-unanswered" in {one.code for one in Notice.objects.all()}
    with pytest.raises(RequestDecided):
        services.decide_request(
            request_id=asked.id, agrees=True, note="", actor=US, now=clock.now()
        )
    assert register(office, "H19.78.1")["ErrorCode"] == "vxp.awaits-operator"
    assert len(queries.requests(state=RequestState.ASKED)) == 1


def test_another_mail_of_an_agency_of_others_is_asked_and_changed_when_the_operator_agrees(office):
    other = an_agency("Sở Hai", code="H19.78")
    for _time in range(2):
        told = register(office, "H19.78", other.name, mail="so2@mau.example.vn")
        assert told["ErrorCode"] == "vxp.awaits-operator"
    assert directory.agency_by_code("H19.78").email == other.email
    (asked,) = queries.requests(state=RequestState.ASKED)
    services.decide_request(request_id=asked.id, agrees=True, note="", actor=US, now=clock.now())
    assert directory.agency_by_code("H19.78").email == "so2@mau.example.vn"
    assert register(office, "H19.78", other.name, mail="so2@mau.example.vn")["ErrorCode"] == "0"


@pytest.mark.both
def test_an_agency_that_the_system_acts_for_is_taken_off_at_once(office):
    below = an_agency("Trung tâm cũ", code="H19.77.8")
    systems.grant_agency(
        system_id=office.system.id,
        agency_id=below.id,
        valid_from=clock.local_day(clock.now()),
        actor=US,
        now=clock.now(),
    )
    assert takes_part(below.id, office)
    assert said(office.ask("deleteAgency", b"{}", AgencyCode="H19.77.8"))["ErrorCode"] == "0"
    assert not takes_part(below.id, office)
    assert Record.objects.filter(act="vxp.agency-deleted").count() == 1
    assert register(office, "H19.77.8", "Trung tâm cũ")["ErrorCode"] == "0"
    assert takes_part(below.id, office)


def test_a_delegation_that_ended_counts_no_more(office):
    systems.end_delegation(system_id=office.system.id, code="H19.77", actor=US, now=clock.now())
    assert register(office, "H19.77.5")["ErrorCode"] == "vxp.awaits-operator"


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b"{}", b'{"code":"H19.77.5"}', b'{"name":"A"}', b"[" * 5_000),
        b'{"code":"H19.77.5","name":"A","mail":"khong phai"}',
        b'{"code":5,"name":{"a":1}}',
        b'{"code":"H19.77.5","name":"' + b"A" * 201 + b'"}',
        b'{"code":"../../etc","name":"A"}',
        b'{"code":"H19.77.' + b"9" * 60 + b'","name":"A"}',
    ],
)
def test_what_describes_no_agency_is_refused_and_leaves_nothing(office, body):
    with assert_nothing_left("vxp.Call"):
        told = said(office.ask("registerAgency", body))
    assert told["ErrorCode"] in {"vxp.agency-incomplete", "directory.code-shape"}


def test_a_missing_member_is_named_as_it_is_written(office):
    """A word that Django knows, as `name`, would else come back as its translation."""
    told = said(office.ask("registerAgency", b'{"code":"H19.77.5"}'))
    assert "“name”" in told["ErrorDesc"]


def test_an_operator_agrees_and_the_heads_are_asked_whether_the_system_may_act(office):
    _committee, justice = two_offices()
    operator = _an_operator(justice)
    register(office, "H19.78.1", "Đơn vị mới")
    (asked,) = queries.requests()
    facts = {"request_id": asked.id, "actor": operator, "now": clock.now()}
    with pytest.raises(ReasonMissing):
        services.decide_request(agrees=False, note=" ", **facts)
    card = services.decide_request(agrees=True, note="", **facts)
    assert (card.state, card.decided_by) == (RequestState.DONE, operator.name)
    assert services.decide_request(agrees=True, note="", **facts).state == RequestState.DONE
    with pytest.raises(RequestDecided):
        services.decide_request(agrees=False, note="muộn", **facts)
    made = directory.agency_by_code("H19.78.1")
    assert made.name == "Đơn vị mới"
    assert made.id not in {one.agency_id for one in system_queries.grants_of(office.system.id)}
    assert register(office, "H19.78.1", "Đơn vị mới")["ErrorCode"] == "0"


@pytest.mark.both
def test_a_refusal_is_told_to_the_software_with_its_reason(office):
    register(office, "H19.78.2", "Đơn vị lạ")
    (asked,) = queries.requests()
    services.decide_request(
        request_id=asked.id, agrees=False, note="Không thuộc tỉnh", actor=US, now=clock.now()
    )
    told = register(office, "H19.78.2", "Đơn vị lạ")
    assert told["ErrorCode"] == "vxp.operator-refused"
    assert "Không thuộc tỉnh" in told["ErrorDesc"]
    again = register(office, "H19.78.2", "Đơn vị quen")
    assert again["ErrorCode"] == "vxp.awaits-operator"


def test_the_lists_say_who_takes_part(office):
    gone = an_agency("Sở đã thôi")
    directory_services.leave(agency_id=gone.id, on=clock.local_day(clock.now()) - timedelta(days=1))
    directory_services.give_code(agency_id=office.agency.id, code="000.00.77.H19", current=False)
    client = office.sdk()
    (us,) = client.listed("getAgenciesList")
    assert us == {
        "id": str(office.agency.id),
        "code": "H19.77",
        "name": "Sở Một",
        "oldCode": "000.00.77.H19",
    }
    (in_20,) = client.listed("getAgenciesListQD20", level="2")
    assert (in_20["code"], in_20["code102"]) == ("H19.77", "000.00.77.H19")
    assert client.listed("getAgenciesListQD20", level="1") == []
    for level in ("02", "hai", "²", "2" * 9_000):
        found = client.listed("getAgenciesListQD20", level=level)
        assert found == ([] if level.startswith("22") else [in_20]), level
    units = {one["code"]: one["deleted"] for one in client.listed("getSynchronizeUnit")}
    assert units == {"H19.77": False, gone.code: True}


def test_codes_above_are_read_as_each_form_writes_them():
    assert rules.codes_above("H19.77.5") == ["H19.77", "H19"]
    assert rules.codes_above("H19") == []
    assert rules.codes_above("001.05.77.H19") == [
        "000.05.77.H19",
        "000.00.77.H19",
        "000.00.00.H19",
    ]
    assert not rules.is_delegated("H19.77", ["H19.77"])
    assert rules.is_delegated("H19.77.5.1", ["H19.77"])


def test_initials_stand_for_an_abbreviation():
    assert rules.abbreviation_of("Trung tâm Một (mẫu)") == "TTMM"
    with pytest.raises(AgencyIncomplete):
        rules.read_registration(b'{"code":"H19.1"}')
