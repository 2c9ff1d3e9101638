"""A document goes from one software to another over the interface, and its statuses come back."""

import io

import pytest
from tests.vxp.builders import a_package, a_status, an_office

from lienthong.formats.edxml import read_package
from lienthong.formats.edxml.limits import Limits
from lienthong.formats.edxml.sinks import FolderSink

pytestmark = pytest.mark.django_db


def test_A11_a_package_is_listed_fetched_byte_for_byte_and_confirmed():
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    ours, theirs = sender.sdk(), recipient.sdk()

    doc_id = ours.send(package, sender=sender.agency.code)
    (line,) = theirs.received()
    assert line["from"], line["to"] == (sender.agency.code, recipient.agency.code)
    assert line["docId"] != doc_id
    assert theirs.get(line["docId"]) == package
    theirs.update(line["docId"], "processing")
    assert [one["status"] for one in theirs.received()] == ["processing"]
    theirs.update(line["docId"], "done")
    assert theirs.received() == []


def test_A11_a_status_of_the_recipient_reaches_the_sender(tmp_path):
    sender, recipient = an_office("Sở Một"), an_office("Sở Hai")
    package = a_package(sender.agency, recipient.agency)
    ours, theirs = sender.sdk(), recipient.sdk()
    doc_id = ours.send(package, sender=sender.agency.code)
    read = read_package(io.BytesIO(package), sink=FolderSink(tmp_path), limits=Limits()).package

    (arrived,) = ours.received("status")
    assert b"<edXML:StatusCode>01<" in ours.get(arrived["docId"])
    ours.update(arrived["docId"], "done")
    status = a_status(read, "03", by=recipient.agency, to=sender.agency)
    theirs.send(status, sender=recipient.agency.code, message_type="status")
    (accepted,) = ours.received("status")
    assert ours.get(accepted["docId"]) == status
    (line,) = ours.sent(docId=doc_id)
    assert line["receiveStatus"] == "accepted"
