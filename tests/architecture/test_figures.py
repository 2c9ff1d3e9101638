"""What figures will be counted by stands in the records from the start (point 12 of the shape)."""

import json

import pytest
from tests.exchange.builders import MONDAY_9AM, a_dispatch, an_office, the_delivery

from lienthong.exchange import services
from lienthong.exchange.types import NewReport, StatusCode
from lienthong.ledger.models import Items, Record

pytestmark = pytest.mark.django_db

OF_A_DOCUMENT = {
    "kind": "cong-van",
    "road": "exchange",
    "paper": False,
    "urgency": "normal",
    "legal_value": "original",
    "issued_on": "2026-11-23",
}


def dimensions(act: str) -> dict[str, object]:
    leaf = Record.objects.get(act=act).leaf
    return json.loads(bytes(leaf))["dimensions"]


@pytest.fixture
def sent():
    committee = an_office("Ủy ban nhân dân tỉnh")
    justice = an_office("Sở Tư pháp", parent=committee.agency)
    return a_dispatch(committee, justice, signed_at=MONDAY_9AM), justice


def test_G1_records_of_a_dispatch_hold_what_figures_are_counted_by(sent):
    found = dimensions("dispatch.submitted")
    assert found == found | OF_A_DOCUMENT
    assert found["dispatch_kind"] == "new"
    assert found["signed_at"] == "2026-11-23T09:00:00+07:00"
    assert "due_on" in found
    item = json.loads(bytes(Items.objects.get().leaves).splitlines()[0])
    assert item["dimensions"]["role"] == "action"
    assert item["dimensions"]["accept_by"].startswith("2026-11-24T00:00:00")


def test_G1_records_of_what_follows_hold_it_too(sent):
    dispatch, justice = sent
    delivery = the_delivery(dispatch, justice)
    report = NewReport(delivery.id, StatusCode.ACCEPTED, "accepted")
    services.report_status(report=report, actor=justice.clerk, now=MONDAY_9AM)
    found = dimensions("delivery.accepted")
    assert found == found | OF_A_DOCUMENT
    assert (found["status"], found["role"]) == ("03", "action")
