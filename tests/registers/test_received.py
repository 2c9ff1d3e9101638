"""What came on paper or by mail: entered once, in the same book, worked on alike (B4, A7)."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO

import pytest
from tests.exchange.builders import MONDAY_9AM, a_dispatch, an_office, the_delivery
from tests.same_moment import together

from lienthong.blobs import services as blobs
from lienthong.documents import queries as documents
from lienthong.documents.errors import DateInFuture, FieldMissing, SecretDocument, UnknownDocument
from lienthong.documents.types import LegalValue, Road, Viewer
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState, StatusCode
from lienthong.kernel.refusals import NotAllowed
from lienthong.registers import errors, queries, services
from lienthong.registers.models import Entry
from lienthong.registers.types import (
    Assignee,
    AssignmentRole,
    Direction,
    EntryState,
    NewReceived,
    ReceivedFile,
    WorkState,
)
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db
LATER = MONDAY_9AM + timedelta(hours=1)
TODAY = MONDAY_9AM.date()


def a_letter(**facts) -> NewReceived:
    """A citizen's letter that was brought to the counter and is not scanned."""
    said = {
        "road": Road.PAPER,
        "author": "Ông Nguyễn Văn Bảy, khu phố 3",
        "document_on": TODAY - timedelta(days=2),
        "subject": "Xin xác nhận đất không có tranh chấp",
        "kind": "Đơn, thư",
        "arrived_on": TODAY,
    }
    return NewReceived(**{**said, **facts})


def enter(office, received=None, key="k1", now=MONDAY_9AM):
    return services.enter_received(
        received=received or a_letter(), key=key, actor=office.clerk, now=now
    )


def an_upload(office, content: bytes, name="quet.pdf") -> ReceivedFile:
    upload = blobs.receive(
        BytesIO(content),
        name=name,
        agency_id=office.agency.id,
        actor=office.clerk,
        now=MONDAY_9AM,
        largest=1_000_000,
    )
    return ReceivedFile(name, upload.id)


def lines() -> int:
    return Entry.objects.filter(register__direction=Direction.INCOMING).count()


def verbs(actor):
    return [line.verb for line in worklist.waiting(actor, now=LATER).lines]


def test_B4_a_paper_takes_the_next_number_of_the_same_book(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    services.accept_delivery(delivery_id=delivery.id, key="a", actor=justice.clerk, now=MONDAY_9AM)
    entry = enter(justice)
    assert (entry.number, entry.delivery_id) == (2, None)
    assert (entry.facts.author, entry.facts.kind) == ("Ông Nguyễn Văn Bảy, khu phố 3", "Đơn, thư")
    assert enter(justice).id == entry.id
    assert lines() == 2
    assert verbs(justice.leader) == [Verb.INSTRUCT, Verb.INSTRUCT]


def test_B4_another_letter_under_the_key_of_the_last_is_told_and_not_swallowed(justice):
    first = enter(justice)
    for changes in ({"subject": "Đơn khác"}, {"document_on": TODAY}, {"reference_code": "5/ĐN"}):
        with pytest.raises(errors.NumberKeyDiffers) as refused:
            enter(justice, a_letter(**changes))
        assert refused.value.code == "registers.number-key-used-for-other-document"
    assert enter(justice).id == first.id
    assert lines() == 1


def test_B4_only_who_received_it_may_read_it(committee, justice):
    received = a_letter(author_id=committee.agency.id, reference_code="7 / QĐ - UBND")
    entry = enter(justice, received)
    card = documents.version_card(entry.version_id)
    assert (card.issuer_name, card.written_by) == (committee.agency.name, committee.agency.id)
    assert (card.reference_code, card.legal_value) == ("07/QĐ-UBND", LegalValue.SCAN)
    its = Viewer(committee.agency.id, None, None, sees_whole_agency=True)
    with pytest.raises(UnknownDocument):
        documents.visible_version(card.id, its)
    assert not documents.search_versions(its, "tranh chấp").rows
    own = replace(its, agency_id=justice.agency.id)
    assert [row.id for row in documents.search_versions(own, "tranh chap").rows] == [card.id]


def test_B4_a_paper_is_worked_on_to_its_end_and_nobody_is_told(justice):
    entry = enter(justice, a_letter(due_on=TODAY + timedelta(days=10)))
    card = services.give_instruction(
        entry_id=entry.id,
        text="Xác minh",
        assignees=[Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)],
        due_on=None,
        key="i",
        actor=justice.leader,
        now=LATER,
    )
    officer = documents.viewer_of(justice.officer)
    assert documents.visible_version(entry.version_id, officer).id == entry.version_id
    assignment = card.assignments[0]
    services.start_work(assignment_id=assignment.id, actor=justice.officer, now=LATER)
    done = services.finish_work(
        assignment_id=assignment.id, outcome="Đã xác nhận", actor=justice.officer, now=LATER
    )
    assert done.state == WorkState.FINISHED


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"secrecy": "Mật"}, SecretDocument),
        ({"arrived_on": TODAY + timedelta(days=1)}, errors.ArrivedInFuture),
        ({"document_on": TODAY + timedelta(days=1)}, DateInFuture),
        ({"arrived_on": TODAY - timedelta(days=3)}, errors.ArrivedBeforeWritten),
        ({"author": " "}, FieldMissing),
        ({"subject": ""}, FieldMissing),
    ],
)
def test_B4_what_cannot_be_entered_takes_no_number(justice, facts, refusal):
    with pytest.raises(refusal):
        enter(justice, a_letter(**facts))
    assert lines() == 0
    assert errors.ArrivedBeforeWritten.code == "registers.arrived-before-written"


def test_B4_others_than_clerks_do_not_enter(justice):
    with pytest.raises(NotAllowed):
        services.enter_received(received=a_letter(), key="k", actor=justice.officer, now=MONDAY_9AM)


def test_A7_the_same_paper_is_not_entered_twice(justice):
    first = enter(justice, a_letter(author="Công ty Hòa An", reference_code="12/CV-HA"))
    again = a_letter(author="CÔNG TY HÒA AN", reference_code="12 /CV-HA", subject="Khác")
    with pytest.raises(errors.AlreadyEntered) as told:
        enter(justice, again, key="k2")
    assert told.value.facts["entry_id"] == first.id
    assert enter(justice, replace(again, reference_code="13/CV-HA"), key="k3").number == 2


def of_delivery(delivery) -> NewReceived:
    version = documents.version_card(delivery.version_id)
    return a_letter(
        author_id=version.issuer_id,
        reference_code=version.reference_code,
        document_on=version.issued_on,
        arrived_on=version.issued_on,
        subject=version.subject,
        kind=version.kind,
    )


def test_A7_what_waits_by_the_exchange_is_told_before_entry(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    with pytest.raises(errors.WaitsByExchange) as told:
        enter(justice, of_delivery(delivery))
    assert told.value.facts["delivery_id"] == delivery.id
    entry = services.accept_delivery(
        delivery_id=delivery.id, key="a", actor=justice.clerk, now=MONDAY_9AM
    )
    with pytest.raises(errors.AlreadyEntered) as told:
        enter(justice, of_delivery(delivery))
    assert told.value.facts["entry_id"] == entry.id


def entered_before(justice, received, monkeypatch):
    """Enter the paper as on the day before the electronic document was sent."""
    with monkeypatch.context() as before:
        before.setattr(exchange, "waiting_of_documents", lambda *_ids, **_of: None)
        return enter(justice, received)


def test_A7_the_electronic_document_joins_the_line_of_its_paper(committee, justice, monkeypatch):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    paper = entered_before(justice, of_delivery(delivery), monkeypatch)
    services.give_instruction(
        entry_id=paper.id,
        text="",
        assignees=[Assignee(AssignmentRole.LEAD, unit_id=justice.unit_id)],
        due_on=None,
        key="i",
        actor=justice.leader,
        now=LATER,
    )
    joined = services.accept_delivery(
        delivery_id=delivery.id, key="a", actor=justice.clerk, now=LATER
    )
    assert (joined.id, joined.number, lines()) == (paper.id, paper.number, 1)
    assert (joined.version_id, joined.delivery_id) == (delivery.version_id, delivery.id)
    codes = [line.code for line in exchange.course([delivery.id])]
    assert codes[-2:] == [StatusCode.ACCEPTED, StatusCode.ASSIGNED]
    officer = documents.viewer_of(justice.officer)
    assert documents.visible_version(delivery.version_id, officer).id == delivery.version_id
    again = services.accept_delivery(
        delivery_id=delivery.id, key="a", actor=justice.clerk, now=LATER
    )
    assert again.id == paper.id


def test_A7_another_agencys_paper_is_not_joined(committee, justice, monkeypatch):
    stranger = an_office("Sở Nội vụ", parent=committee.agency)
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    other = entered_before(stranger, of_delivery(delivery), monkeypatch)
    entry = services.accept_delivery(
        delivery_id=delivery.id, key="a", actor=justice.clerk, now=LATER
    )
    assert entry.id != other.id
    assert queries.entry_card(other.id, agency_id=stranger.agency.id).delivery_id is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_A7_paper_and_electronic_document_at_one_moment_are_one_line(committee, justice):
    for turn in range(3):
        delivery = the_delivery(a_dispatch(committee, justice), justice)
        together(
            partial(enter, justice, of_delivery(delivery), key=f"p{turn}"),
            partial(
                services.accept_delivery,
                delivery_id=delivery.id,
                key="a",
                actor=justice.clerk,
                now=LATER,
            ),
        )
        assert lines() == turn + 1
        assert exchange.delivery_card(delivery.id).state == DeliveryState.ACCEPTED


def test_B1_a_number_given_by_mistake_is_voided_and_stays(justice):
    entry = enter(justice)

    def void(reason="Vào nhầm sổ"):
        return services.void_received(
            entry_id=entry.id, reason=reason, actor=justice.clerk, now=LATER
        )

    with pytest.raises(errors.VoidReasonMissing):
        void(" ")
    assert void().state == EntryState.VOIDED
    assert void().void_reason == "Vào nhầm sổ"
    with pytest.raises(errors.AlreadyVoided):
        void("Khác")
    assert verbs(justice.leader) == []
    assert enter(justice, key="k2").number == 2


def test_B1_what_a_leader_wrote_on_is_not_voided(justice):
    entry = enter(justice)
    services.give_instruction(
        entry_id=entry.id,
        text="Xem",
        assignees=[],
        due_on=None,
        key="i",
        actor=justice.leader,
        now=LATER,
    )
    with pytest.raises(errors.NotReceivedHere):
        services.void_received(entry_id=entry.id, reason="Sai", actor=justice.clerk, now=LATER)
