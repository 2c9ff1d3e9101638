"""What became of a document on a route is evidence, with the events of the standard (A7, A14)."""

from datetime import timedelta

import pytest
from tests.routes.builders import a_package, a_route, an_agency, outside, turn
from tests.routes.test_carry import stands, the_dispatch
from tests.routes.test_changes import changed, taken

from lienthong.access.rules import OF_SYSTEMS
from lienthong.desk.evidence import evidence_of_delivery
from lienthong.desk.proofs import bare_proof, proof_of, proofs_of_delivery
from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange
from lienthong.exchange.errors import DeliveryNotFound
from lienthong.exchange.types import DeliveryState, NewReport, NotCarried, StatusCode
from lienthong.formats.edxml.codes import BussinessDocType
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.ledger import services as ledger
from lienthong.ledger.models import Record
from lienthong.ledger.rules.checks.receipts import verify_receipt
from lienthong.ledger.types import ReceiptKind
from lienthong.notices.models import Notice
from lienthong.routes.ports import TurnedDown

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def there(parent):
    a_route()
    return outside(parent)


def of(agency) -> Actor:
    """The software of an agency, which asks for what is the agency's."""
    return Actor(
        kind=ActorKind.SYSTEM,
        name="I-Office",
        agency_id=agency.id,
        role=ActorKind.SYSTEM,
        rights=frozenset(OF_SYSTEMS),
    )


def events(delivery, actor):
    """The events of a delivery; the receipt of each verifies and names the same event."""
    lines, key = evidence_of_delivery(delivery.id, actor=actor), ledger.ensure_key()
    for line in lines:
        proof = proof_of(line.record.id, line.item, actor=actor, now=clock.now())
        steps = list(verify_receipt(proof.receipt, public_key_pem=key.pem))
        assert all(step.ok for step in steps)
        (event,) = [step.facts["event"] for step in steps if step.code == "evidence.event"]
        assert event == line.evidence.event
    return [(str(line.evidence.event), line.evidence.reason) for line in lines]


def test_A7_what_the_next_installation_took_is_a_relay_that_each_recipient_can_be_shown(
    parent, there, tmp_path
):
    sender, second = an_agency(), outside(parent, "H09.2", "Sở Y tế Bình Dương")
    deliveries = the_dispatch(sender=sender, to=[there, second], tmp_path=tmp_path)
    assert [events(one, of(sender)) for one in deliveries] == [[], []]

    turn()

    for one in deliveries:
        assert events(one, of(sender)) == [("RelayAcceptance", "")]
    report = NewReport(deliveries[1].id, StatusCode.ARRIVED, "01", is_act=False)
    exchange.report_status(report=report, actor=of(second), now=clock.now())
    expected = [("RelayAcceptance", ""), ("ContentHandover", "")]
    assert events(deliveries[1], of(sender)) == expected
    (line,) = evidence_of_delivery(deliveries[0].id, actor=of(sender))
    proof = proof_of(line.record.id, line.item, actor=of(sender), now=clock.now())
    assert (proof.kind, len(proof.digest)) == (ReceiptKind.RELAY, 64)
    assert {fact.value for fact in proof.facts} >= {deliveries[0].recipient_name, "RelayAcceptance"}
    kinds = [one.kind for one in proofs_of_delivery(proof, now=clock.now())]
    assert kinds == [ReceiptKind.DELIVERY, ReceiptKind.RELAY]
    assert bare_proof(line.record.id, line.item, now=clock.now()).kind == ReceiptKind.RELAY


def test_a_relay_has_no_receipt_as_a_whole_and_none_for_others(parent, there, tmp_path):
    sender = an_agency()
    (delivery,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    turn()
    (line,) = evidence_of_delivery(delivery.id, actor=of(sender))
    with pytest.raises(DeliveryNotFound):
        proof_of(line.record.id, None, actor=of(sender), now=clock.now())
    with pytest.raises(DeliveryNotFound):
        bare_proof(line.record.id, None, now=clock.now())
    with pytest.raises(DeliveryNotFound):
        evidence_of_delivery(delivery.id, actor=of(an_agency("Sở Khác")))


def test_A7_what_the_next_installation_turned_down_is_no_refusal_of_the_recipient(
    parent, there, tmp_path
):
    sender = an_agency()
    parent.refuses[sender.code] = TurnedDown("12", "Không có nơi nhận.")
    (delivery,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    for minutes in (0, 2, 20):
        turn(after=timedelta(minutes=minutes))
    assert events(delivery, of(sender)) == [("RelayRejection", "refused-by-next")]
    (line,) = evidence_of_delivery(delivery.id, actor=of(sender))
    reasons = {
        fact.value
        for fact in proof_of(line.record.id, None, actor=of(sender), now=clock.now()).facts
    }
    assert any("Không có nơi nhận." in reason for reason in reasons)


def test_A7_what_nobody_took_in_a_week_is_a_failed_relay(parent, there, tmp_path):
    sender = an_agency()
    (delivery,) = the_dispatch(sender=sender, to=[there], tmp_path=tmp_path)
    parent.away = True
    turn(after=timedelta(days=7, minutes=16))
    assert events(delivery, of(sender)) == [("RelayFailure", "not-taken-by-next")]


def test_A7_an_offer_that_could_not_be_carried_is_declined_by_nobody(parent, there, tmp_path):
    """The earlier document stands; the course, the sender's notice and the ledger say why."""
    sender = an_agency()
    first = a_package(sender, there)
    before = exchange_queries.delivery_card(taken(first, tmp_path))
    turn()
    later = changed(first, BussinessDocType.UPDATE, sender, there, tmp_path)
    offered = exchange_queries.delivery_card(taken(later, tmp_path))
    parent.refuses[sender.code] = TurnedDown("12", "Không nhận bản cập nhật.")
    for minutes in (0, 2, 20):
        turn(after=timedelta(minutes=minutes))
    assert stands(offered) == DeliveryState.NOT_TAKEN
    assert stands(before) == DeliveryState.SENT
    assert events(offered, of(sender)) == [("RelayRejection", "refused-by-next")]
    assert events(before, of(sender)) == [("RelayAcceptance", "")]
    line = exchange_queries.course([before.id])[-1]
    assert (str(line.code), line.not_carried) == ("16", NotCarried.REFUSED)
    assert line.label == NotCarried.REFUSED.label
    assert exchange_queries.course([offered.id])[-1].not_carried == NotCarried.REFUSED
    assert not Record.objects.filter(act="change.declined").exists()
    told = Notice.objects.get(agency_id=sender.id)
    assert told.code == "exchange.change-not-carried"
    (row,) = exchange_queries.tracking(offered.version_id, sender_id=sender.id, at=clock.now()).rows
    assert (row.standing, row.not_carried) == (NotCarried.REFUSED.label, NotCarried.REFUSED)
