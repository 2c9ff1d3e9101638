"""What systems fetch is in the log of reading before they have it, for the agency to see."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.access.builders import a_post, an_account, an_actor
from tests.gateways.calls import Caller, a_caller, a_pdf, an_agency

from lienthong.access import queries as access
from lienthong.access.models import Account, Reading
from lienthong.access.services import reading_log
from lienthong.blobs.models import Blob
from lienthong.directory.types import Role
from lienthong.kernel import clock
from lienthong.systems import queries as system_queries
from lienthong.systems import services as systems
from lienthong.systems.services import decide_grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def receiver() -> Caller:
    """An agency to which a document with one attachment has come."""
    sender, receiver = a_caller("Sở Tư pháp"), a_caller("Sở Nội vụ")
    attached = {"upload": sender.upload(a_pdf(), "phu-luc.pdf")}
    content = {"upload": sender.upload(a_pdf())}
    made = sender.submit(receiver, content=content, attachments=[attached])
    assert made.status_code == 201, made.content
    return receiver


def the_arrival(caller: Caller) -> dict:
    return caller.get("/arrivals").json()["arrivals"][0]


def fetched(caller: Caller, address: str, **fields: str) -> int:
    answer = caller.get(address.removeprefix("/api/v1"), **fields)
    return len(b"".join(answer.streaming_content)) if answer.streaming else answer.status_code


def lines(caller: Caller) -> list[tuple[str, str, str]]:
    found = access.readings_of_agency(caller.agency.id)
    return [(line.person_name, line.way, line.part) for line in found]


def test_who_asks_for_the_fields_of_a_file_alone_has_read_nothing(receiver):
    at = f"/api/v1/deliveries/{the_arrival(receiver)['id']}"
    for part in ("content", "attachments/1", "package"):
        head = receiver.client.head(f"{at}/{part}", headers=receiver.headers())
        assert head.status_code == 200
        assert int(head["Content-Length"]) > 0
    assert lines(receiver) == []


def test_each_part_that_a_system_fetches_is_a_line_of_the_agencys_log(receiver):
    arrival = the_arrival(receiver)
    at = f"/deliveries/{arrival['id']}"
    assert lines(receiver) == []

    fetched(receiver, f"{at}/content")
    fetched(receiver, f"{at}/attachments/1")
    fetched(receiver, f"{at}/package")

    name = "I-Office Sở Tư pháp"
    assert lines(receiver) == [
        (name, "api", "goi-tin"),
        (name, "api", "phu-luc-1"),
        (name, "api", ""),
    ]
    found = access.readings_of_agency(receiver.agency.id)
    assert {line.reference for line in found} == {arrival["document"]["reference_code"]}


def test_fetching_again_on_the_same_day_is_no_further_line_and_no_further_statement(
    receiver, django_capture_on_commit_callbacks
):
    at = f"/deliveries/{the_arrival(receiver)['id']}/content"

    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            fetched(receiver, at)
        return len(seen)

    with django_capture_on_commit_callbacks(execute=True):
        first = statements()
    assert first - statements() == 1
    assert len(lines(receiver)) == 1


def test_what_cannot_be_logged_is_not_handed_out(receiver, monkeypatch):
    def fails(*_args: object, **_facts: object) -> None:
        raise RuntimeError("the log is away")

    at = f"/deliveries/{the_arrival(receiver)['id']}/content"
    monkeypatch.setattr(reading_log._READINGS, "insert", fails)
    receiver.client.raise_request_exception = False
    assert receiver.get(at).status_code == 500


def test_what_is_refused_is_not_logged(receiver):
    other = a_caller("Sở Y tế")
    at = f"/deliveries/{the_arrival(receiver)['id']}/content"
    assert other.get(at).status_code == 404
    assert Reading.objects.count() == 0


@pytest.mark.parametrize("part", ["content", "attachments/1", "package"])
def test_what_turns_out_to_be_damaged_was_not_read(receiver, part):
    """The refusal comes first: nobody reads in the log what nobody got."""
    at = f"/deliveries/{the_arrival(receiver)['id']}/{part}"
    for one in Blob.objects.all():
        path = Path(settings.LIENTHONG_HOME) / "blobs" / one.digest[:2] / one.file_name
        path.write_bytes(bytes(len(path.read_bytes())))
    answer = receiver.get(at)
    assert (answer.status_code, answer.json()["code"]) == (409, "blobs.content-damaged")
    assert lines(receiver) == []


@pytest.mark.parametrize("part", ["content", "attachments/1", "package"])
def test_what_somebody_took_out_of_the_store_is_said_and_was_not_read(receiver, part):
    at = f"/deliveries/{the_arrival(receiver)['id']}/{part}"
    for one in Blob.objects.all():
        (Path(settings.LIENTHONG_HOME) / "blobs" / one.digest[:2] / one.file_name).unlink()
    answer = receiver.get(at)
    assert (answer.status_code, answer.json()["code"]) == (409, "blobs.content-missing")
    assert lines(receiver) == []


def test_a_part_that_no_file_has_was_not_read(receiver):
    at = f"/deliveries/{the_arrival(receiver)['id']}/content"
    assert receiver.get(at, Range="bytes=900000000-").status_code == 416
    assert lines(receiver) == []


def test_a_system_of_two_agencies_has_a_line_for_each(receiver):
    """One document came to both: each agency sees that its system has read it."""
    agency = an_agency("Sở Y tế")
    system = system_queries.systems_for(
        receiver.agency.id, now=clock.now(), since=clock.local_day(clock.now())
    )[0].system
    _granted(system.id, agency)
    both = Caller(agency, receiver.token)
    sender = a_caller("Sở Công Thương")
    content = {"upload": sender.upload(a_pdf())}
    assert sender.submit(receiver, both, content=content).status_code == 201
    for caller in (receiver, both):
        code = caller.agency.code
        arrivals = caller.get("/arrivals", Lienthong_Agency=code).json()["arrivals"]
        at = f"/deliveries/{arrivals[-1]['id']}/content"
        assert fetched(caller, at, Lienthong_Agency=code)
        assert [way for _name, way, _part in lines(caller)] == ["api"]


def _granted(system_id, agency) -> None:
    """As the agency lets it in: an operator asks, the leader agrees."""
    now = clock.now()
    operator = an_actor(an_agency("Sở Thông tin"), Role.OPERATOR)
    facts = {"agency_id": agency.id, "valid_from": clock.local_day(now)}
    card = systems.grant_agency(system_id=system_id, actor=operator, now=now, **facts)
    leader = an_actor(agency, Role.LEADER)
    decide_grant(request_id=card.id, agrees=True, note="", actor=leader, now=now)


def test_the_operator_reads_no_agency_through_a_system_of_his_own(receiver):
    operator = an_actor(an_agency("Sở Thông tin"), Role.OPERATOR)
    now = clock.now()
    own = systems.add_system(
        slug="cong-cu", name="Công cụ", networks=["any"], actor=operator, now=now
    )
    facts = {"agency_id": receiver.agency.id, "valid_from": clock.local_day(now)}
    systems.grant_agency(system_id=own.id, actor=operator, now=now, **facts)
    key = systems.make_bearer_key(system_id=own.id, days=1, actor=operator, now=now)

    spy = Caller(receiver.agency, key.secret)

    assert spy.get("/arrivals").json()["code"] == "systems.agency-not-named"
    named = spy.get("/arrivals", Lienthong_Agency=receiver.agency.code)
    assert named.json()["code"] == "systems.agency-not-allowed"
    assert spy.get(f"/deliveries/{the_arrival(receiver)['id']}/content").status_code == 422


def test_the_agencys_own_page_shows_what_systems_fetched(receiver):
    fetched(receiver, f"/deliveries/{the_arrival(receiver)['id']}/content")
    card = an_account(a_post(receiver.agency, Role.LEADER), "lanhdao.snv")
    desk = Client()
    desk.force_login(Account.objects.get(pk=card.id))

    shown = desk.get("/quan-tri/nhat-ky-doc/").content.decode()

    assert "Phần mềm lấy về" in shown
    assert "I-Office Sở Tư pháp" in shown
