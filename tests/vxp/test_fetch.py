"""What waits for a system: listed until it is confirmed, whatever stays over from earlier calls."""

import base64
from datetime import timedelta

import pytest
from tests.vxp.builders import a_package, a_system, an_office, said

from lienthong.access.models import Reading
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.systems import services as systems
from lienthong.vxp import queries
from lienthong.vxp.api.operations import OPERATIONS
from lienthong.vxp.types import MessageType

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def waiting():
    """A sender, a recipient, and the id under which the recipient lists what came."""
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    doc_id = sender.sdk().send(package, sender=sender.agency.code)
    (line,) = recipient.sdk().received()
    return sender, recipient, package, doc_id, line["docId"]


def test_a_line_says_what_the_sdk_reads(waiting):
    sender, recipient, _package, _doc_id, mine = waiting
    (line,) = recipient.sdk().received()
    when = line.pop("created_time")
    assert (len(when), line.pop("updated_time")) == (19, when)
    assert line == {
        "docId": mine,
        "serviceType": "eDoc",
        "messageType": "edoc",
        "from": sender.agency.code,
        "to": recipient.agency.code,
        "status": "initial",
        "status_desc": "chưa nhận",
    }


def test_parameters_of_earlier_calls_say_nothing(waiting):
    _sender, recipient, package, _doc_id, mine = waiting
    client = recipient.sdk()
    client.get(mine)
    client.update(mine, "fail")
    left_over = {"from": "H98", "to": '["H97"]', "status": "done", "docId": "x", "docid": "y"}
    answer = recipient.ask("getReceivedEdocList", messagetype="edoc", **left_over)
    assert [one["docId"] for one in said(answer)["data"]] == [mine]
    assert client.received()[0]["status"] == "fail"
    assert client.get(mine) == package


def test_each_operation_prefers_the_spelling_that_its_callers_write(waiting):
    sender, recipient, package, _doc_id, mine = waiting
    sender.send(a_package(sender.agency, recipient.agency))
    other = recipient.sdk().received()[1]["docId"]
    got = said(recipient.ask("getEdoc", b"{}", docId=mine, docid=other))
    assert base64.b64decode(got["data"]) == package
    said(recipient.ask("updateStatus", b"{}", status="done", docId=mine, docid=other))
    assert [one["docId"] for one in recipient.sdk().received()] == [mine]
    said(recipient.ask("updateStatus", b"{}", status="done", docId=mine))
    assert recipient.sdk().received() == []


def test_done_can_be_taken_back_and_said_again(waiting):
    client, mine = waiting[1].sdk(), waiting[4]
    for word, listed in (
        *(("done", 0), ("done", 0), ("processing", 1), ("done", 0), ("fail", 1)),
        *(("inbox", 1), ("done", 0), ("acceptance", 0), ("initial", 1), ("acceptance", 1)),
    ):
        client.update(mine, word)
        assert len(client.received()) == listed, word
    assert client.received()[0]["status"] == "acceptance"


def test_what_is_not_ones_own_is_unknown(waiting):
    sender, _recipient, _package, doc_id, mine = waiting
    stranger = an_office("Sở Lạ")
    for office, name in ((stranger, mine), (sender, mine), (waiting[1], doc_id), (sender, "x")):
        told = said(office.ask("getEdoc", b"{}", docId=name))
        assert (told["ErrorCode"], told["data"]) == ("vxp.parcel-unknown", "")
        told = said(office.ask("updateStatus", b"{}", docid=name, status="done"))
        assert told["ErrorCode"] == "vxp.parcel-unknown"
    assert said(sender.ask("getEdoc", b"{}"))["ErrorCode"] == "vxp.parameter-missing"


def test_what_an_agency_lets_a_system_see_no_more_is_listed_no_more(waiting):
    _sender, recipient, _package, _doc_id, mine = waiting
    now = clock.now()
    systems.withdraw_agency(
        system_id=recipient.system.id,
        agency_id=recipient.agency.id,
        last_day=clock.local_day(now) - timedelta(days=365),
        actor=Actor.installation(),
        now=now,
    )
    assert recipient.sdk().received() == []
    told = said(recipient.ask("getEdoc", b"{}", docId=mine))
    assert told["ErrorCode"] == "vxp.parcel-unknown"


def test_each_system_of_an_agency_has_its_own_list():
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    first = recipient.sdk()
    recipient.system, recipient.secret = a_system(recipient.agency)
    second = recipient.sdk()
    sender.send(a_package(sender.agency, recipient.agency))
    (one,), (other,) = first.received(), second.received()
    assert one["docId"] != other["docId"]
    first.update(one["docId"], "done")
    assert (len(first.received()), len(second.received())) == (0, 1)


@pytest.mark.both
def test_A11_lists_give_the_oldest_and_can_be_narrowed_by_date(waiting):
    sender, recipient, *_rest, mine = waiting
    sender.send(a_package(sender.agency, recipient.agency))
    caller = _Caller(recipient)
    assert [str(one.id) for one in queries.waiting(caller, MessageType.DOCUMENT, limit=1)] == [mine]
    client = recipient.sdk()
    assert len(client.received(fromDate="01/01/2020 00:00:00")) == 2
    assert len(client.received(toDate="01/01/2020 00:00:00")) == 2, "left over by an earlier call"
    assert len(client.received(fromDate="01/01/2120 00:00:00")) == 0
    for odd in ("khong ro", "01/01/0001 00:00:00"):
        assert len(client.received(fromDate=odd, toDate="")) == 2


def test_A11_what_was_answered_with_fail_stands_behind_what_is_new(waiting):
    sender, recipient, *_rest, mine = waiting
    client, caller = recipient.sdk(), _Caller(recipient)
    client.update(mine, "fail")
    sender.send(a_package(sender.agency, recipient.agency))
    first, second = (one["docId"] for one in client.received())
    assert second == mine
    listed = queries.waiting(caller, MessageType.DOCUMENT, limit=1)
    assert [str(one.id) for one in listed] == [first]


class _Caller:
    def __init__(self, office) -> None:
        self.system, self.agency_ids = office.system, frozenset({office.agency.id})


def test_counts_are_those_of_the_lists(waiting):
    sender, recipient = waiting[:2]
    assert recipient.sdk().count("countReceiveEdoc") == 1
    assert recipient.sdk().count("countReceiveStatus") == 0
    assert sender.sdk().count("countReceiveStatus") == 1
    assert said(recipient.ask("countReceiveEdoc", method="GET"))["count"] == 1


def test_a_download_is_the_package_and_an_error_has_no_body(waiting):
    _sender, recipient, package, _doc_id, mine = waiting
    got = bytearray()
    recipient.sdk().download(mine, got.extend)
    assert bytes(got) == package
    for answer in (
        recipient.ask("downloadEdoc", method="GET", docId="x"),
        recipient.ask("downloadEdoc", method="GET", docId=mine, secret="khong-phai-bi-mat"),
        recipient.ask("downloadEdoc", docId=mine),
    ):
        assert answer.status_code >= 400
        assert answer.content == b""


@pytest.mark.both
def test_A3_what_a_system_fetches_stands_in_the_log_of_reading(waiting):
    _sender, recipient, _package, _doc_id, mine = waiting
    recipient.sdk().get(mine)
    assert Reading.objects.filter(agency_id=recipient.agency.id).exists()


def test_what_was_sent_is_told_by_recipient_with_its_state(waiting):
    sender, recipient, _package, doc_id, mine = waiting
    (line,) = sender.sdk().sent(docId=doc_id)
    assert {name: line[name] for name in ("senderDocId", "receiverDocId", "toCode")} == {
        "senderDocId": doc_id,
        "receiverDocId": mine,
        "toCode": recipient.agency.code,
    }
    assert (line["receiveStatus"], line["receiveStatusDesc"]) == ("arrived", "Đã đến")
    assert all(isinstance(value, str) for value in line.values())


def test_a_doc_id_left_over_from_another_call_gives_the_whole_list(waiting):
    sender, recipient, _package, doc_id, mine = waiting
    sender.send(a_package(sender.agency, recipient.agency))
    assert len(sender.sdk().sent()) == 2
    assert len(sender.sdk().sent(docId=mine)) == 2
    assert len(sender.sdk().sent(docId="khong phai ma")) == 2
    assert len(sender.sdk().sent(docId=doc_id)) == 1
    assert recipient.sdk().sent() == []


def test_A11_a_long_list_of_what_was_sent_has_the_newest_of_it(waiting):
    sender, recipient, _package, first, _mine = waiting
    last = said(sender.send(a_package(sender.agency, recipient.agency)))["DocId"]
    found = queries.sent(_Caller(sender), MessageType.DOCUMENT, limit=1)
    assert [str(one.sending_id) for one in found] == [last]
    assert [one["senderDocId"] for one in sender.sdk().sent()] == [last, first]


def test_lists_cost_the_same_whatever_they_hold(waiting, count_statements):
    sender, recipient = waiting[:2]
    few = {
        name: _cost(name, office, count_statements) for name, office in _lists(sender, recipient)
    }
    for _time in range(3):
        sender.send(a_package(sender.agency, recipient.agency))
    more = {
        name: _cost(name, office, count_statements) for name, office in _lists(sender, recipient)
    }
    assert few == more
    assert max(few.values()) <= 20


def _lists(sender, recipient):
    return (("getReceivedEdocList", recipient), ("getSentEdocList", sender))


def _cost(name, office, count_statements) -> int:
    office.ask(name, messagetype="edoc")
    return count_statements(lambda: office.ask(name, messagetype="edoc"))


def test_every_operation_of_the_sdk_is_there():
    assert set(OPERATIONS) == {
        *("sendEdoc", "getReceivedEdocList", "getEdoc", "updateStatus", "getSentEdocList"),
        *("registerAgency", "deleteAgency", "getAgenciesList", "getSynchronizeUnit"),
        "getListUnit",
        *("getAgenciesListQD20", "countReceiveEdoc", "countReceiveStatus", "downloadEdoc"),
    }
