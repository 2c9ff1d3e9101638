"""`sendEdoc`: taken in once, whatever is sent again; what is refused leaves nothing."""

import hashlib
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.gateways.builders import read
from tests.gateways.calls import a_signed_pdf
from tests.left_behind import assert_nothing_left
from tests.vxp.builders import a_package, a_status, a_system, an_agency, an_office, said

from lienthong.exchange.models import Delivery
from lienthong.formats.edxml import types as t
from lienthong.formats.vxp.package_body import PackageBody, short_digest
from lienthong.gateways import services as gateways
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.vxp.models import Sending

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Statements of `sendEdoc` between two whose books are here, without those that begin and end a
# transaction.
PACKAGE = 41


def test_A11_the_same_package_again_gives_the_same_id_and_delivers_once():
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    answers = [said(sender.send(package)) for _time in range(3)]
    assert len({one["DocId"] for one in answers}) == 1
    assert answers[0]["ErrorCode"] == "0"
    assert Delivery.objects.count() == 1
    assert len(recipient.sdk().received()) == 1


def test_a_package_that_was_taken_in_before_its_answer_was_lost_is_known():
    """Also where somebody else had brought the very same file, as an operator at the server."""
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    gateways.take_in_package(io.BytesIO(package), actor=Actor.installation(), now=clock.now())
    first = said(sender.send(package))["DocId"]
    assert said(sender.send(package))["DocId"] == first
    assert Delivery.objects.count() == 1


@pytest.mark.both
def test_A11_a_package_was_sent_when_the_last_of_it_had_come(monkeypatch):
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package, came = a_package(sender.agency, recipient.agency), []
    read = PackageBody.length
    monkeypatch.setattr(
        PackageBody, "length", lambda *told: (came.append(clock.now()), read(*told))[1]
    )
    said(sender.send(package))
    assert Sending.objects.get().sent_at >= came[0]


def test_a_package_costs_a_bounded_number_of_statements_and_no_check_of_signatures():
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    first, package = (
        a_package(sender.agency, recipient.agency, content=a_signed_pdf()) for _time in range(2)
    )
    said(sender.send(first))
    with CaptureQueriesContext(connection) as asked:
        said(sender.send(package))
    ends = ("BEGIN", "SAVEPOINT", "RELEASE")
    statements = [one["sql"] for one in asked if not one["sql"].startswith(ends)]
    assert len(statements) <= PACKAGE, "\n".join(statements)
    assert not any("signatures_" in sql for sql in statements)


def test_two_systems_of_one_agency_have_an_id_each_and_one_delivery():
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    system, secret = a_system(sender.agency)
    package = a_package(sender.agency, recipient.agency)
    first = said(sender.send(package))["DocId"]
    sender.secret, sender.system = secret, system
    assert said(sender.send(package))["DocId"] not in {"", first}
    assert Delivery.objects.count() == 1


@pytest.mark.both
def test_both_forms_of_the_digest_are_right_and_the_two_bytes_may_be_missing():
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    ordinary = hashlib.sha256(package).hexdigest()
    first = said(sender.send(package, **{"hash-file": ordinary}))
    bare = sender.ask(
        "sendEdoc",
        package,
        kind="application/octet-stream",
        **{"from": sender.agency.code, "messagetype": "edoc"},
        **{"hash-file": short_digest(hashlib.sha256(package).digest())},
    )
    assert said(bare)["DocId"] == first["DocId"] != ""


def test_recipients_are_those_of_the_package_whatever_to_says():
    sender, one, two = an_office("Sở Một"), an_office("Sở Hai"), an_office("Sở Ba")
    package = a_package(sender.agency, one.agency, two.agency)
    said(sender.send(package, to=f'["{one.agency.code}"]'))
    assert (len(one.sdk().received()), len(two.sdk().received())) == (1, 1)


def test_A11_what_a_package_lacks_is_said_beside_ok_each_time_it_is_sent():
    sender, one = an_office("Sở Một"), an_office("Sở Hai")
    missing = [t.Organisation(f"H98.{number}", name="Sở tỉnh khác " * 9) for number in range(30)]
    known = t.Organisation(one.agency.code, name=one.agency.name)
    package = a_package(sender.agency, recipients=(known, *missing))
    answers = [said(sender.send(package)) for _time in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0]["status"], answers[0]["ErrorCode"]) == ("OK", "0")
    assert "H98.1" in answers[0]["ErrorDesc"]
    assert len(answers[0]["ErrorDesc"]) == 2_000
    plain = said(sender.send(a_package(sender.agency, one.agency)))
    assert plain["ErrorDesc"].startswith("Thanh cong")
    assert "H98.1" not in plain["ErrorDesc"]


REFUSED = {
    "vxp.digest-differs": {"hash-file": "0" * 64},
    "vxp.sender-not-ours": {"from": "H19.99999"},
    "vxp.parameter-missing": {"messagetype": "thu"},
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_refused_says_why_and_leaves_nothing(code):
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    with assert_nothing_left("vxp.Call"):
        told = said(sender.send(a_package(sender.agency, recipient.agency), **REFUSED[code]))
    assert (told["status"], told["ErrorCode"], told["DocId"]) == ("FAIL", code, "")
    assert told["ErrorDesc"]


def test_a_package_of_another_kind_than_the_call_says_is_refused_and_leaves_nothing():
    """Recipients fetch documents and statuses apart: one in the place of the other is lost."""
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    with assert_nothing_left("vxp.Call"):
        told = said(sender.send(package, messagetype="status"))
    assert (told["ErrorCode"], told["DocId"]) == ("gateways.kind-differs", "")
    assert "messagetype" in told["ErrorDesc"]
    said(sender.send(package))
    assert said(sender.send(package, messagetype="status"))["status"] == "FAIL"

    document = read(package)[0].package
    status = a_status(document, "03", by=recipient.agency, to=sender.agency)
    assert said(recipient.send(status))["ErrorCode"] == "gateways.kind-differs"
    assert said(recipient.send(status, messagetype="status"))["ErrorCode"] == "0"


@pytest.mark.parametrize("word", ["replacement", "revocation", "update", "EDOC"])
def test_a_document_may_be_called_by_its_business(word):
    """As one gateway of the field does; lists are asked for by `edoc` and `status` alone."""
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    doc_id = said(sender.send(package, messagetype=word))["DocId"]
    assert said(sender.send(package))["DocId"] == doc_id
    (line,) = sender.sdk().sent()
    assert (line["senderDocId"], line["messageType"]) == (doc_id, "edoc")


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "body", [b"", b"khong phai XML", b"<edXML>", b"\x00" * 5000, DOCTYPE + b"<a>&b;</a>"]
)
def test_what_is_no_package_is_refused_and_leaves_nothing(body):
    sender = an_office()
    with assert_nothing_left("vxp.Call"):
        told = said(sender.send(body))
    assert (told["status"], told["DocId"]) == ("FAIL", "")
    assert told["ErrorCode"] not in {"0", "vxp.failed"}


def test_who_speaks_for_another_agency_is_refused():
    sender, recipient, stranger = an_office("Sở Một"), an_office("Sở Hai"), an_agency("Sở Ba")
    with assert_nothing_left("vxp.Call", "ledger"):
        told = said(sender.send(a_package(stranger, recipient.agency)))
        assert told["ErrorCode"] == "gateways.speaks-for-another"
        other = said(sender.send(a_package(stranger, recipient.agency), **{"from": stranger.code}))
        assert other["ErrorCode"] == "vxp.sender-not-ours"


def test_a_form_is_no_package():
    sender = an_office()
    answer = sender.ask(
        "sendEdoc",
        b"--x",
        kind="multipart/form-data; boundary=x",
        **{"from": sender.agency.code, "messagetype": "edoc", "hash-file": "1"},
    )
    assert said(answer)["ErrorCode"] == "vxp.content-type-wrong"


@pytest.mark.both
def test_nobody_of_the_package_is_known_here():
    sender = an_office()
    recipients = (t.Organisation("H98.1", name="Sở tỉnh khác"),)
    told = said(sender.send(a_package(sender.agency, recipients=recipients)))
    assert told["ErrorCode"] == "gateways.no-known-recipient"
    assert not Sending.objects.exists()
