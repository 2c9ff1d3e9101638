"""A clerk at a desk and a software over the interface have the same documents (A7, A11)."""

from datetime import date
from uuid import UUID

import pytest
from tests.desk.builders import at_desk, two_offices
from tests.exchange.builders import Office as Desk
from tests.exchange.builders import a_dispatch, the_delivery
from tests.exchange.changes import updated
from tests.gateways.builders import a_status
from tests.routes.builders import a_route
from tests.vxp.builders import Office, a_package, a_system, an_office, said

from lienthong.directory import services as directory
from lienthong.directory.types import AgencyLevel
from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange
from lienthong.formats.edxml.dates import PackageTime
from lienthong.formats.edxml.types import ResponseFor
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.registers import services as registers
from lienthong.routes.models import Reached
from lienthong.systems import services as systems
from lienthong.vxp.models import Item

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def desks() -> tuple[Desk, Desk]:
    return two_offices()


def software_of(desk: Desk) -> Office:
    system, secret = a_system(desk.agency)
    return Office(desk.agency, system, secret)


@pytest.mark.both
def test_A11_what_a_clerk_sends_waits_for_the_software_of_the_recipient_at_once(desks):
    committee, justice = desks
    software = software_of(justice)
    a_dispatch(committee, justice, now=clock.now())
    (line,) = software.sdk().received()
    assert (line["from"], line["to"]) == (committee.agency.code, justice.agency.code)
    package = software.sdk().get(line["docId"])
    assert package == software.sdk().get(line["docId"])
    assert f"<edXML:OrganId>{committee.agency.code}<".encode() in package


@pytest.mark.both
def test_A11_what_a_software_sends_stands_on_the_clerks_page_at_once(desks):
    committee, _justice = desks
    sender = an_office("Sở Một")
    said(sender.send(a_package(sender.agency, committee.agency, subject="V/v gửi từ phần mềm")))
    page = at_desk(committee.clerk).get("/van-ban-den/cho-tiep-nhan/", follow=True)
    assert "V/v gửi từ phần mềm" in page.content.decode()


@pytest.mark.both
def test_A10_what_clerks_do_comes_back_as_status_packages(desks):
    committee, _justice = desks
    sender = an_office("Sở Một")
    client = sender.sdk()
    client.send(a_package(sender.agency, committee.agency), sender=sender.agency.code)
    delivery_id = Item.objects.values_list("delivery_id", flat=True).get(system_id=sender.system.id)
    registers.accept_delivery(
        delivery_id=delivery_id, key="k1", actor=committee.clerk, now=clock.now()
    )
    codes = [_code(client.get(one["docId"])) for one in client.received("status")]
    assert codes == ["01", "03"]
    (line,) = client.sent()
    assert line["receiveStatus"] == "accepted"


def _code(package: bytes) -> str:
    return package.partition(b"<edXML:StatusCode>")[2][:2].decode()


def test_A12_a_recall_reaches_the_software_and_what_was_given_back_is_listed_no_more(desks):
    committee, justice = desks
    ours, theirs, finished = (software_of(one) for one in (committee, justice, justice))
    dispatch = a_dispatch(committee, justice, now=clock.now())
    document = theirs.sdk().received()[0]["docId"]
    fetched = finished.sdk().received()[0]["docId"]
    finished.sdk().update(fetched, "done")
    take_back(committee, dispatch.id)
    (asked,) = theirs.sdk().received("status")
    assert _code(theirs.sdk().get(asked["docId"])) == "13"
    agree(justice, the_delivery(dispatch, justice).id, key="a")
    assert theirs.sdk().received() == []
    told = said(theirs.ask("getEdoc", b"{}", docId=document))
    assert told["status"] == "FAIL"
    assert told["ErrorCode"] not in {"0", "vxp.failed"}
    for word in ("fail", "processing", "fail"):
        for software, mine in ((theirs, document), (finished, fetched)):
            software.sdk().update(mine, word)
            assert software.sdk().received() == []
    codes = [_code(ours.sdk().get(one["docId"])) for one in ours.sdk().received("status")]
    assert codes == ["01", "15"]


@pytest.mark.parametrize(("code", "state"), [("15", "superseded"), ("16", "accepted")])
def test_A12_an_update_waits_as_a_document_and_the_software_answers_it(desks, code, state):
    committee, _justice = desks
    recipient = an_office("Sở Một")
    ours = software_of(committee)
    there = Desk(recipient.agency, *[None] * 4)
    dispatch = a_dispatch(committee, there, now=clock.now())
    first = recipient.sdk().received()[0]["docId"]
    accepted = _a_status(recipient, committee, recipient.sdk().get(first), "03")
    said(recipient.send(accepted, messagetype="status"))
    updated(committee, dispatch, now=clock.now())
    update = next(one for one in recipient.sdk().received() if one["docId"] != first)
    package = recipient.sdk().get(update["docId"])
    assert b"<edXML:BussinessDocType>2<" in package
    assert recipient.sdk().received("status") == []
    answer = _a_status(recipient, committee, package, code)
    said(recipient.send(answer, messagetype="status"))
    assert exchange_queries.delivery_card(the_delivery(dispatch, there).id).state == state
    codes = [_code(ours.sdk().get(one["docId"])) for one in ours.sdk().received("status")]
    assert codes == ["01", "03", "01", code]


def test_A12_what_was_updated_and_given_back_is_listed_in_no_version(desks):
    committee, justice = desks
    theirs = software_of(justice)
    dispatch = a_dispatch(committee, justice, now=clock.now())
    _new, asked = updated(committee, dispatch, now=clock.now())
    assert len(theirs.sdk().received()) == 2
    agree(justice, the_delivery(dispatch, justice).id, key="a")
    take_back(committee, asked.sent.dispatch.id)
    agree(justice, asked.sent.deliveries[0].id, key="b")
    assert theirs.sdk().received() == []


def test_A12_an_offer_to_an_agency_outside_has_not_arrived(desks):
    committee, _justice = desks
    software = software_of(committee)
    there = directory.found_agency(
        code="H09.12",
        name="Sở Một tỉnh bên",
        abbreviation="SM",
        level=AgencyLevel.UNDER,
        books_here=False,
        is_outside=True,
    )
    directory.join(agency_id=there.id, starts_on=date(2018, 9, 6))
    Reached.objects.create(route_id=a_route().id, agency_id=there.id, seen_at=clock.now())
    dispatch = a_dispatch(committee, Desk(there, *[None] * 4), now=clock.now())
    updated(committee, dispatch, now=clock.now())
    assert software.sdk().received("status") == []


def take_back(desk: Desk, dispatch_id: UUID) -> None:
    exchange.request_recall(
        dispatch_id=dispatch_id,
        recipient_ids=None,
        reason="gửi nhầm",
        key="k",
        actor=desk.clerk,
        now=clock.now(),
    )


def agree(desk: Desk, delivery_id: UUID, *, key: str) -> None:
    exchange.answer_change(
        delivery_id=delivery_id, agrees=True, note="", key=key, actor=desk.clerk, now=clock.now()
    )


def _a_status(office: Office, to: Desk, about: bytes, code: str) -> bytes:
    document_id = about.partition(b"<edXML:DocumentId>")[2].partition(b"<")[0].decode()
    return a_status(
        code,
        by=office.agency.code,
        to=to.agency.code,
        response_for=ResponseFor(to.agency.code, "", document_id),
        timestamp=PackageTime(clock.now()),
    )


@pytest.mark.both
def test_a_system_without_a_shared_secret_or_that_was_closed_is_told_nothing(desks):
    committee, justice = desks
    software = software_of(justice)
    systems.close_system(system_id=software.system.id, actor=Actor.installation(), now=clock.now())
    a_dispatch(committee, justice, now=clock.now())
    assert not Item.objects.exists()


def test_telling_costs_one_statement_more_where_somebody_listens(desks, count_statements):
    committee, justice = desks

    def send() -> None:
        a_dispatch(committee, justice, now=clock.now())

    send()
    alone = count_statements(send)
    software_of(justice)
    assert count_statements(send) == alone + 1
