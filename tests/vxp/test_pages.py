"""The pages: operators give secrets and codes and answer, heads see what is done for them."""

import re
from uuid import uuid4

import pytest
from tests.access.walk_world import _somebody
from tests.desk.builders import BROWSER, opened, two_offices
from tests.systems.builders import a_system as a_plain_system
from tests.vxp.builders import Office, a_package, a_system, an_office, said

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.systems import queries as systems
from lienthong.vxp import queries
from lienthong.vxp.models import AgencyRequest
from lienthong.vxp.types import RequestState

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def desks():
    return two_offices()


@pytest.fixture
def operator(desks):
    return _somebody(desks[1], Role.OPERATOR)


def post(client, path: str, **fields: str):
    return client.post(path, {"idempotency_key": str(uuid4()), **fields}, **BROWSER)


def test_an_operator_makes_a_secret_that_is_shown_once(desks, operator):
    system = a_plain_system(desks[1].agency, now=clock.now())
    page = post(operator, f"/he-thong/{system.slug}/khoa/", how="shared")
    secret = re.search(r'id="secret"[^>]*>([^<]+)<', page.content.decode())[1].strip()
    office = Office(desks[1].agency, system, secret)
    assert said(office.ask("countReceiveEdoc"))["ErrorCode"] == "0"
    assert "no-store" in page["Cache-Control"]
    again = operator.get(f"/he-thong/{system.slug}/", **BROWSER).content.decode()
    assert secret not in again
    assert "bí mật dùng chung (VXP)" in again


def test_an_operator_takes_the_owners_secret_certificates_and_codes(desks, operator):
    system = a_plain_system(desks[1].agency, now=clock.now())
    post(operator, f"/he-thong/{system.slug}/khoa/", how="shared", given="bi-mat-cua-chu-2018")
    post(operator, f"/he-thong/{system.slug}/ma-duoc-giao/", code="H19.5")
    facts = {"networks": "127.0.0.0/8", "requests_a_minute": "600", "bytes_a_minute": "2000000"}
    post(operator, f"/he-thong/{system.slug}/sua/", certificates="ab" * 32, **facts)
    assert systems.system(system.slug).certificates == ("ab" * 32,)
    assert [one.code for one in systems.delegations_of(system.id)] == ["H19.5"]
    page = operator.get(f"/he-thong/{system.slug}/", **BROWSER).content.decode()
    assert "H19.5" in page
    post(operator, f"/he-thong/{system.slug}/ma-duoc-giao/", code="H19.5", end="1")
    assert systems.delegations_of(system.id)[0].ended_at is not None
    wrong = post(operator, f"/he-thong/{system.slug}/sua/", certificates="ab", **facts)
    assert wrong.status_code == 422


def test_failures_stand_with_their_reason_and_the_last_success_before_them(desks, operator):
    office = an_office("Sở Một")
    said(office.send(a_package(office.agency, desks[1].agency)))
    said(office.send(b"khong phai goi tin"))
    page = operator.get(f"/he-thong/{office.system.slug}/nhat-ky-vxp/", **BROWSER).content.decode()
    assert "Lần cuối thành công" in page
    assert "sendEdoc" in page
    only = operator.get(f"/he-thong/{office.system.slug}/nhat-ky-vxp/?loc=loi", **BROWSER)
    assert "Thành công" not in only.content.decode()
    assert queries.calls_of(office.system.id)[0].code in only.content.decode()
    odd = operator.get(f"/he-thong/{office.system.slug}/nhat-ky-vxp/?sau=xyz", **BROWSER)
    assert odd.status_code == 200


def test_A11_heads_see_what_was_done_for_their_agency_and_nothing_of_others(desks):
    committee, justice = desks
    system, secret = a_system(committee.agency, justice.agency)
    office = Office(justice.agency, system, secret)
    sender = an_office("Sở gửi")
    said(sender.send(a_package(sender.agency, committee.agency, justice.agency)))
    for line in office.sdk().received():
        office.sdk().get(line["docId"])
    leader = _somebody(justice, Role.ADMINISTRATOR)
    page = leader.get(f"/he-thong-cua-co-quan/{system.slug}/nhat-ky-vxp/", **BROWSER)
    assert justice.agency.name in page.content.decode()
    assert page.content.decode().count("getEdoc") == 2  # the line, and the last success
    calls = queries.calls_of(system.id)
    assert {one.agency_name for one in calls if one.operation == "getEdoc"} == {
        committee.agency.name,
        justice.agency.name,
    }
    strange, _secret = a_system()
    closed = leader.get(f"/he-thong-cua-co-quan/{strange.slug}/nhat-ky-vxp/", **BROWSER)
    assert closed.status_code == 404
    ours = leader.get("/he-thong-cua-co-quan/", **BROWSER).content.decode()
    assert f"/he-thong-cua-co-quan/{system.slug}/nhat-ky-vxp/" in ours


def test_an_operator_answers_what_a_software_asks(operator):
    office = an_office("Sở Một")
    body = b'{"code":"H19.990.1","name":"C\\u01a1 s\\u1edf m\\u1edbi"}'
    assert said(office.ask("registerAgency", body))["ErrorCode"] == "vxp.awaits-operator"
    (asked,) = queries.requests()
    assert opened(operator, **BROWSER) == [f"/khai-bao-don-vi/{asked.id}/"]
    assert "H19.990.1" in operator.get("/khai-bao-don-vi/", **BROWSER).content.decode()
    page = operator.get(f"/khai-bao-don-vi/{asked.id}/", **BROWSER).content.decode()
    assert "Cơ sở mới" in page
    refused = post(operator, f"/khai-bao-don-vi/{asked.id}/tra-loi/", answer="refuse")
    assert refused.status_code == 422
    agreed = post(operator, f"/khai-bao-don-vi/{asked.id}/tra-loi/", answer="agree")
    assert agreed.status_code == 302
    assert directory.agency_by_code("H19.990.1").name == "Cơ sở mới"
    assert "đã làm" in operator.get("/khai-bao-don-vi/", **BROWSER).content.decode()


def test_what_waits_stands_on_the_page_however_much_was_answered_since(operator):
    office = an_office("Sở Một")
    said(office.ask("registerAgency", b'{"code":"H19.990.1","name":"A"}'))
    first = AgencyRequest.objects.get()
    AgencyRequest.objects.bulk_create(
        AgencyRequest(
            system_id=first.system_id,
            kind=first.kind,
            code=f"H19.991.{number}",
            state=RequestState.DONE,
            asked_at=first.asked_at,
            decided_at=first.asked_at,
        )
        for number in range(201)
    )
    page = operator.get("/khai-bao-don-vi/", **BROWSER).content.decode()
    assert f"/khai-bao-don-vi/{first.id}/" in page
    assert page.count("H19.991.") == 50


def test_pages_cost_the_same_whatever_they_list(operator, count_statements):
    office = an_office("Sở Một")
    path = f"/he-thong/{office.system.slug}/nhat-ky-vxp/"
    said(office.send(b"khong phai goi tin"))
    few = count_statements(lambda: operator.get(path, **BROWSER))
    for number in range(5):
        said(office.ask("getEdoc", b"{}", docId=f"x{number}"))
        said(office.ask("updateStatus", b"{}", docid=f"x{number}", status="done"))
    assert count_statements(lambda: operator.get(path, **BROWSER)) == few
