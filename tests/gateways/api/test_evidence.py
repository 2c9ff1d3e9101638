"""The evidence of one's own sendings and deliveries over the interface (A7)."""

import io
from uuid import uuid4

import pytest
from tests.gateways.api.test_acts import a_report, accepted
from tests.gateways.calls import a_caller

from lienthong.access.models import Reading
from lienthong.access.types import ReadingWay
from lienthong.ledger import services as ledger
from lienthong.ledger.rules.checks.bundles import verify_bundle

pytestmark = pytest.mark.django_db


@pytest.fixture
def sides():
    sender, recipient = a_caller("Sở Tư pháp"), a_caller("Sở Nội vụ")
    return sender, recipient, sender.submit(recipient).json()


def events(answer):
    assert answer.status_code == 200, answer.content
    return [one["event"].rpartition("/")[2] for one in answer.json()["evidence"]]


def test_A7_both_sides_get_the_events_of_a_delivery_each_with_its_receipt(sides):
    sender, recipient, sent = sides
    path = f"/deliveries/{sent['deliveries'][0]['id']}"
    recipient.post(f"{path}/statuses", accepted())
    expected = ["ContentConsignment", "NotificationForAcceptance", "ConsignmentAcceptance"]
    for side in (sender, recipient):
        answer = side.get(f"{path}/evidence")
        assert events(answer) == expected
        for one in answer.json()["evidence"]:
            receipt = side.get(one["receipt"].removeprefix("/api/v1"))
            assert receipt.status_code == 200
    last = answer.json()["evidence"][-1]
    assert last["identified_as"] == "system"
    assert last["submission_time"] <= last["event_time"]
    assert len(last["digest"]) == 64


def test_the_sender_gets_the_events_of_the_sending_in_pages(sides):
    sender, recipient, sent = sides
    delivery = f"/deliveries/{sent['deliveries'][0]['id']}"
    recipient.post(f"{delivery}/statuses", a_report("02", note="Gửi nhầm nơi nhận"))
    path = f"/dispatches/{sent['dispatch']}/evidence"
    assert events(sender.get(path)) == ["SubmissionAcceptance", "ConsignmentRejection"]
    first = sender.get(f"{path}?limit=1")
    assert events(first) == ["SubmissionAcceptance"]
    rest = sender.get(f"{path}?limit=1&after={first.json()['next']}")
    assert events(rest) == ["ConsignmentRejection"]
    assert rest.json()["next"] is None
    assert rest.json()["evidence"][0]["reasons"] == ["refused-by-recipient"]
    assert recipient.get(path).status_code == 404
    assert sender.get(f"{path}?after=nonsense").status_code == 422


def test_the_evidence_of_others_is_not_found(sides):
    _sender, _recipient, sent = sides
    stranger = a_caller("Sở Y tế")
    for path in (
        f"/deliveries/{sent['deliveries'][0]['id']}/evidence",
        f"/dispatches/{sent['dispatch']}/evidence",
        f"/deliveries/{uuid4()}/evidence",
    ):
        assert stranger.get(path).status_code == 404


def test_it_takes_as_many_statements_for_many_reports_as_for_one(sides, count_statements):
    sender, recipient, sent = sides
    path = f"/deliveries/{sent['deliveries'][0]['id']}"
    recipient.post(f"{path}/statuses", accepted())
    few = count_statements(lambda: sender.get(f"{path}/evidence"))
    for code in ("04", "05", "06"):
        recipient.post(f"{path}/statuses", a_report(code))
    assert count_statements(lambda: sender.get(f"{path}/evidence")) == few


def test_the_bundle_comes_over_the_interface_with_and_without_the_document(sides):
    sender, _recipient, sent = sides
    receipt = sender.get(f"/deliveries/{sent['deliveries'][0]['id']}/evidence").json()
    path, _mark, query = receipt["evidence"][0]["receipt"].partition("?")
    path = f"{path.removeprefix('/api/v1')}.asice"
    key, found = ledger.ensure_key().pem, []
    for extra in ("", "&with_content=false"):
        content = b"".join(sender.get(f"{path}?{query}{extra}").streaming_content)
        steps = verify_bundle(io.BytesIO(content), public_key_pem=key)
        assert all(step.ok for step in steps)
        found.append("document.same" in [step.code for step in steps])
    assert found == [True, False]
    read = Reading.objects.get(agency_id=sender.agency.id, part="goi-bang-chung")
    assert read.way == ReadingWay.API
