"""What one software brings, the other one's fetches: the very bytes, whatever it is (A11)."""

from dataclasses import replace

import pytest
from tests.gateways.builders import read, written
from tests.gateways.calls import a_pdf
from tests.vxp.builders import Office, a_package, an_office, said

from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.formats.edxml.dates import PackageDate, PackageTime
from lienthong.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def offices() -> tuple[Office, Office]:
    return an_office("Sở Một"), an_office("Sở Hai")


def as_others_write(package: bytes) -> bytes:
    """The same with what we never write: whoever makes it anew loses it."""
    head, ended, rest = package.partition(b"?>")
    return head + ended + "\r\n<!-- do phần mềm khác lập -->".encode() + rest


def a_status(sent: bytes, code: str, *, by: Office, to: Office) -> bytes:
    about = read(sent)[0].package
    told = t.StatusPackage(
        status_code=code,
        sender=t.Organisation(by.agency.code, name=by.agency.name),
        response_for=t.ResponseFor(
            to.agency.code, str(about.code), about.document_id, about.promulgation.promulgated
        ),
        description="Nội dung báo",
        timestamp=PackageTime(clock.now()),
    )
    return as_others_write(written(told, {}))


def passed(giver: Office, package: bytes, taker: Office, kind: str = "edoc") -> list[bytes]:
    """Bring a package, and return what the other one's software fetches since, both ways."""
    before = {line["docId"] for line in taker.sdk().received(kind)}
    said(giver.send(package, messagetype=kind))
    fetched = []
    for line in taker.sdk().received(kind):
        if line["docId"] not in before:
            fetched.append(taker.sdk().get(line["docId"]))
            pieces = bytearray()
            taker.sdk().download(line["docId"], pieces.extend)
            assert bytes(pieces) == fetched[-1]
    return fetched


def test_A11_a_document(offices):
    sender, recipient = offices
    package = as_others_write(a_package(sender.agency, recipient.agency))
    assert passed(sender, package, recipient) == [package]


def test_A11_all_that_recipients_report(offices):
    sender, recipient = offices
    other = an_office("Sở Ba")
    sent = a_package(sender.agency, recipient.agency, other.agency)
    said(sender.send(sent))
    for code in ("01", "03", "04", "05", "06"):
        package = a_status(sent, code, by=recipient, to=sender)
        assert passed(recipient, package, sender, "status") == [package]
    refusal = a_status(sent, "02", by=other, to=sender)
    assert passed(other, refusal, sender, "status") == [refusal]


@pytest.mark.parametrize("code", ["15", "16"])
def test_A12_what_is_asked_back_and_the_answer(offices, code):
    sender, recipient = offices
    sent = a_package(sender.agency, recipient.agency)
    said(sender.send(sent))
    asked = a_status(sent, "13", by=sender, to=recipient)
    assert passed(sender, asked, recipient, "status") == [asked]
    answer = a_status(sent, code, by=recipient, to=sender)
    assert passed(recipient, answer, sender, "status") == [answer]


def test_A12_the_same_asked_of_two_recipients_in_two_packages(offices):
    sender, recipient = offices
    third = an_office("Sở Ba")
    sent = a_package(sender.agency, recipient.agency, third.agency)
    said(sender.send(sent))
    for one in (recipient, third):
        asked = a_status(sent, "13", by=sender, to=one)
        assert passed(sender, asked, one, "status") == [asked]


@pytest.mark.parametrize("code", ["15", "16"])
@pytest.mark.parametrize("does", [BussinessDocType.UPDATE, BussinessDocType.REPLACEMENT])
def test_A12_an_update_or_a_replacement_and_the_answer(offices, does, code):
    sender, recipient = offices
    first = a_package(sender.agency, recipient.agency)
    said(sender.send(first))
    said(recipient.send(a_status(first, "03", by=recipient, to=sender), messagetype="status"))
    later = as_others_write(a_change(first, does, sender, recipient))
    assert passed(sender, later, recipient) == [later]
    answer = a_status(first, code, by=recipient, to=sender)
    assert passed(recipient, answer, sender, "status") == [answer]


def a_change(first: bytes, does: BussinessDocType, sender: Office, recipient: Office) -> bytes:
    earlier = read(first)[0].package
    block = t.Bussiness(earlier.document_id, does, "Có nhầm lẫn", "0")
    if does is BussinessDocType.UPDATE:
        block = replace(block, updates=(t.UpdateInfo("1", "0"),))
        same = {"document_id": earlier.document_id, "code": earlier.code}
    else:
        whom = (recipient.agency.code,)
        block = replace(block, replacements=(t.ReplacementInfo(earlier.document_id, whom),))
        same = {}
    trace = t.Trace(bussiness=block)
    return a_package(sender.agency, recipient.agency, trace=trace, content=a_pdf(), **same)


def test_A12_the_letter_that_comes_with_a_recall(offices):
    sender, recipient = offices
    first = a_package(sender.agency, recipient.agency)
    said(sender.send(first))
    block = t.Bussiness(
        read(first)[0].package.document_id, BussinessDocType.RECALL, "Ban hành nhầm", "0"
    )
    trace = t.Trace(bussiness=block)
    letter = as_others_write(a_package(sender.agency, recipient.agency, trace=trace))
    assert passed(sender, letter, recipient) == [letter]
    (asked,) = recipient.sdk().received("status")
    assert read(recipient.sdk().get(asked["docId"]))[0].package.status_code == "13"


@pytest.mark.parametrize("named_by", ["recall", "document"])
def test_A12_a_recall_without_a_letter_is_the_package_and_nobody_writes_a_13(offices, named_by):
    sender, recipient = offices
    first = a_package(sender.agency, recipient.agency)
    said(sender.send(first))
    (document,) = recipient.sdk().received()
    about = read(first)[0].package
    trace = t.Trace(
        bussiness=t.Bussiness(about.document_id, BussinessDocType.RECALL, "Ban hành nhầm", "0")
    )
    bare = read(a_package(sender.agency, recipient.agency, trace=trace))[0].package
    recall = as_others_write(written(replace(bare, attachments=()), {}))
    assert passed(sender, recall, recipient) == [recall]
    assert recipient.sdk().received("status") == []
    answered = {"recall": recall, "document": first}[named_by]
    for code in ("01", "15"):
        package = a_status(answered, code, by=recipient, to=sender)
        assert passed(recipient, package, sender, "status") == [package]
    (left,) = recipient.sdk().received()
    assert left["docId"] != document["docId"]
    assert recipient.sdk().get(left["docId"]) == recall
    fares = {line["senderDocId"]: line["receiverDocId"] for line in sender.sdk().sent()}
    assert sorted(fares.values()) == sorted([document["docId"], left["docId"]])


def test_A11_further_recipients_get_the_package_that_names_them(offices):
    sender, recipient = offices
    third = an_office("Sở Ba")
    content = a_pdf()
    first = a_package(sender.agency, recipient.agency, content=content)
    said(sender.send(first))
    same = read(first)[0].package
    later = as_others_write(
        a_package(
            sender.agency,
            third.agency,
            content=content,
            document_id=same.document_id,
            code=same.code,
            subject=same.subject,
            promulgation=t.PromulgationInfo("Mẫu", PackageDate(clock.local_day(clock.now()))),
        )
    )
    assert passed(sender, later, third) == [later]
    (line,) = recipient.sdk().received()
    assert recipient.sdk().get(line["docId"]) == first
