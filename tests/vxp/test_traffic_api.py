"""The owner of a system reads by program how its calls went: its own, with reasons."""

import pytest
from tests.gateways.calls import Caller
from tests.systems.builders import a_bearer
from tests.vxp.builders import Office, an_office

from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import services as systems

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    """One act that is done, and two that are refused; another system's act beside them."""
    office, other = an_office("Sở Một"), an_office("Sở Hai")
    other.ask("updateStatus", docid="la", status="done")
    assert office.sdk().listed("getAgenciesList")
    office.ask("updateStatus", docid="khong-co", status="done")
    office.ask("deleteAgency", AgencyCode="khong phai ma")
    return office


def reads(office: Office) -> Caller:
    return Caller(office.agency, a_bearer(office.system, now=clock.now()))


def test_A11_a_system_reads_its_own_calls_with_reasons_and_the_last_success(
    office, count_statements
):
    caller = reads(office)
    told = caller.get("/vxp-calls").json()
    operations = [one["operation"] for one in told["calls"]]
    assert operations == ["deleteAgency", "updateStatus", "getAgenciesList"]
    refused, unknown, done = told["calls"]
    assert unknown["code"] == "vxp.parcel-unknown"
    assert "docId" in unknown["reason"]
    assert unknown["reference"] == "khong-co"
    assert refused["code"] == "directory.code-shape"
    assert (done["code"], done["reason"]) == ("", "")
    assert told["last_success"] == done
    assert told["next"] is None
    few = count_statements(lambda: caller.get("/vxp-calls?limit=1"))
    assert count_statements(lambda: caller.get("/vxp-calls?limit=200")) == few


def test_pages_follow_each_other_and_failures_can_be_asked_for_alone(office):
    caller = reads(office)
    first = caller.get("/vxp-calls?limit=2").json()
    rest = caller.get(f"/vxp-calls?limit=2&after={first['next']}").json()
    assert [len(first["calls"]), len(rest["calls"])] == [2, 1]
    assert rest["next"] is None
    failed = caller.get("/vxp-calls?only_failures=true").json()
    assert [one["operation"] for one in failed["calls"]] == ["deleteAgency", "updateStatus"]
    assert failed["last_success"]["operation"] == "getAgenciesList"
    assert caller.get("/vxp-calls?after=la").json()["code"] == "api.bad-cursor"
    assert caller.get("/vxp-calls?limit=0").status_code == 422


def test_a_system_that_was_closed_reads_nothing_any_more(office):
    caller = reads(office)
    systems.close_system(system_id=office.system.id, actor=Actor.installation(), now=clock.now())
    assert caller.get("/vxp-calls").status_code == 403
