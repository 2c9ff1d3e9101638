"""Update and replacement: asked, agreed or declined, and what follows on both sides (A12)."""

from datetime import timedelta

import pytest
from tests.exchange.builders import MONDAY_9AM, a_dispatch, a_version, the_delivery
from tests.exchange.changes import (
    LATER,
    a_new_version,
    accept,
    answer,
    change,
    recall,
    state,
    updated,
    verbs,
)
from tests.flows.invariants import everything_holds

from lienthong.blobs import queries as blobs
from lienthong.documents import errors as document_errors
from lienthong.documents import queries as documents
from lienthong.documents.types import Viewer
from lienthong.exchange import errors, queries, services
from lienthong.exchange.models import ChangeRequest, Dispatch
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryState,
    DispatchKind,
    NewReport,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.kernel.refusals import NotAllowed
from lienthong.notices import queries as notices
from lienthong.registers import queries as register_queries
from lienthong.registers import services as registers
from lienthong.registers.models import Entry
from lienthong.worklist.types import Verb

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_A12_an_update_is_offered_and_both_stand_until_the_answer(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    new, asked = updated(committee, dispatch)
    offered = the_delivery(asked.sent.dispatch, justice)
    assert new.document_id == documents.version_card(dispatch.version_id).document_id
    assert asked.sent.dispatch.kind == DispatchKind.UPDATE
    assert asked.offers == {delivery.id: offered}
    assert (state(delivery), state(offered)) == (DeliveryState.ARRIVED, DeliveryState.OFFERED)
    assert queries.delivery_card(delivery.id).is_change_pending
    viewer = Viewer(justice.agency.id, None, None, sees_whole_agency=True)
    for version_id in (dispatch.version_id, new.version_id):
        assert documents.content_of(version_id, viewer)
    assert verbs(justice.clerk) == {Verb.ANSWER_CHANGE}
    [waiting] = queries.open_changes(recipient_id=justice.agency.id)
    assert (waiting.kind, waiting.offered.id) == (ChangeKind.UPDATE, offered.id)
    everything_holds()


def test_A12_after_agreement_line_number_and_work_belong_to_the_new_version(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    entry = accept(justice, delivery)
    new, asked = updated(committee, dispatch)
    answer(justice, delivery, agrees=True)
    offered = the_delivery(asked.sent.dispatch, justice)
    assert (state(delivery), state(offered)) == (DeliveryState.SUPERSEDED, DeliveryState.ACCEPTED)
    after = register_queries.entry_card(entry.id, agency_id=justice.agency.id)
    assert (after.number_text, after.version_id) == (entry.number_text, new.version_id)
    assert "Cập nhật bản mới ngày 23/11/2026" in Entry.objects.get(pk=entry.id).note
    assert verbs(justice.leader) == {Verb.INSTRUCT}
    assert "bản mới" in str(notices.unread(justice.leader))
    assert "đồng ý cập nhật" in str(notices.unread(committee.clerk))
    viewer = Viewer(justice.agency.id, None, None, sees_whole_agency=True)
    assert documents.content_of(dispatch.version_id, viewer)
    everything_holds()


def test_A12_what_was_not_in_the_book_yet_is_accepted_as_the_new_version(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    new, asked = updated(committee, dispatch)
    offered = the_delivery(asked.sent.dispatch, justice)
    with pytest.raises(errors.AlreadyDecided):
        accept(justice, offered, now=LATER)
    answer(justice, delivery, agrees=True)
    assert verbs(justice.clerk) == {Verb.ACCEPT}
    entry = accept(justice, offered, now=LATER + timedelta(hours=1))
    assert entry.version_id == new.version_id
    with pytest.raises(errors.AlreadyDecided):
        accept(justice, delivery, now=LATER + timedelta(hours=1))
    everything_holds()


def test_A12_after_a_decline_the_old_one_stands_and_the_sender_sees_why(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    new, asked = updated(committee, dispatch)
    offered = asked.sent.deliveries[0]
    with pytest.raises(errors.ReasonMissing):
        answer(justice, delivery, agrees=False)
    answer(justice, delivery, agrees=False, note="Đã thực hiện theo bản cũ")
    assert (state(delivery), state(offered)) == (DeliveryState.ARRIVED, DeliveryState.NOT_TAKEN)
    assert verbs(justice.clerk) == {Verb.ACCEPT}
    assert "không đồng ý cập nhật" in str(notices.unread(committee.clerk))
    with_more_words = change(
        committee, dispatch.version_id, new.version_id, key="again", now=LATER + timedelta(hours=1)
    )
    assert with_more_words.sent.dispatch.kind == DispatchKind.UPDATE
    assert queries.delivery_card(delivery.id).is_change_pending
    answer(
        justice,
        delivery,
        agrees=False,
        note="Đã thực hiện theo bản cũ",
        now=LATER + timedelta(hours=2),
    )
    row = queries.tracking(dispatch.version_id, sender_id=committee.agency.id, at=LATER).rows[0]
    assert row.declined == "Đã thực hiện theo bản cũ"
    everything_holds()


@pytest.mark.both
def test_A12_a_replacement_is_another_document_with_its_own_number(committee, justice, finance):
    dispatch = a_dispatch(committee, justice, finance)
    delivery = the_delivery(dispatch, justice)
    entry = accept(justice, delivery)
    other = a_version(committee, now=LATER)
    asked = change(
        committee,
        dispatch.version_id,
        other.version_id,
        kind=ChangeKind.REPLACEMENT,
        only=[justice.agency.id],
    )
    answer(justice, delivery, agrees=True)
    assert asked.sent.dispatch.kind == DispatchKind.REPLACEMENT
    after = register_queries.entry_card(entry.id, agency_id=justice.agency.id)
    new = documents.version_card(other.version_id)
    assert (after.number_text, after.version_id) == (entry.number_text, new.id)
    assert f"Thay bằng {new.reference_code}" in Entry.objects.get(pk=entry.id).note
    assert not the_delivery(dispatch, finance).is_change_pending
    everything_holds()


def test_A12_asking_again_with_the_same_key_asks_once(committee, justice):
    dispatch = a_dispatch(committee, justice)
    new, first = updated(committee, dispatch)
    again = change(committee, dispatch.version_id, new.version_id)
    assert (again.sent.dispatch.id, again.offers.keys()) == (
        first.sent.dispatch.id,
        first.offers.keys(),
    )
    with pytest.raises(errors.SubmissionDiffers):
        change(committee, dispatch.version_id, new.version_id, only=[justice.agency.id])
    assert ChangeRequest.objects.count() == 1


def test_A12_the_same_content_is_no_update(committee, justice):
    dispatch = a_dispatch(committee, justice)
    version = documents.version_card(dispatch.version_id)
    with pytest.raises(document_errors.NothingChanged):
        a_new_version(committee, version.id, digest=version.content_digest)
    with pytest.raises(document_errors.OtherNumber):
        a_new_version(committee, version.id, number=999_999)
    with pytest.raises(document_errors.UnknownDocument):
        a_new_version(committee, version.id, issuer_id=justice.agency.id)


def test_A12_two_updates_in_a_row_leave_the_last_in_force(committee, justice):
    dispatch = a_dispatch(committee, justice)
    first = the_delivery(dispatch, justice)
    entry = accept(justice, first)
    _v2, asked = updated(committee, dispatch)
    answer(justice, first, agrees=True)
    second = the_delivery(asked.sent.dispatch, justice)
    v3, again = updated(
        committee, asked.sent.dispatch, key="change 2", now=LATER + timedelta(minutes=5)
    )
    assert again.offers.keys() == {second.id}
    answer(justice, second, agrees=True, now=LATER + timedelta(minutes=6))
    after = register_queries.entry_card(entry.id, agency_id=justice.agency.id)
    assert after.version_id == v3.version_id
    assert [state(first), state(second)] == [DeliveryState.SUPERSEDED] * 2
    everything_holds()


def test_A12_an_update_before_the_answer_takes_the_place_of_the_one_before(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    _v2, first = updated(committee, dispatch)
    _v3, second = updated(committee, dispatch, key="change 2", now=LATER + timedelta(minutes=5))
    assert state(the_delivery(first.sent.dispatch, justice)) == DeliveryState.NOT_TAKEN
    answer(justice, delivery, agrees=True, now=LATER + timedelta(minutes=6))
    assert state(the_delivery(second.sent.dispatch, justice)) == DeliveryState.ARRIVED
    everything_holds()


def test_A12_a_recall_takes_back_what_was_offered_and_nothing_is_offered_after_it(
    committee, justice
):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    new, asked = updated(committee, dispatch)
    first, again = (
        services.request_recall(
            dispatch_id=dispatch.id,
            recipient_ids=None,
            reason="Gửi nhầm",
            key="recall",
            actor=committee.clerk,
            now=LATER + timedelta(minutes=1),
        )
        for _time in range(2)
    )
    assert [one.id for one in again] == [one.id for one in first] == [delivery.id]
    assert state(the_delivery(asked.sent.dispatch, justice)) == DeliveryState.NOT_TAKEN
    assert verbs(justice.clerk) == {Verb.ANSWER_RECALL}
    v3 = a_new_version(committee, new.version_id)
    with pytest.raises(errors.NobodyToAsk):
        change(committee, dispatch.version_id, v3.version_id, key="while it waits")
    answer(justice, delivery, agrees=True, now=LATER + timedelta(minutes=2))
    with pytest.raises(errors.NobodyToAsk):
        change(committee, dispatch.version_id, v3.version_id, key="after it")
    assert state(delivery) == DeliveryState.RECALLED
    everything_holds()


def test_A12_what_was_updated_can_be_recalled(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    accept(justice, delivery)
    new, asked = updated(committee, dispatch)
    answer(justice, delivery, agrees=True)
    with pytest.raises(errors.NothingToRecall):
        recall(committee, dispatch)
    recall(committee, asked.sent.dispatch)
    offered = the_delivery(asked.sent.dispatch, justice)
    answer(justice, offered, agrees=True, now=LATER + timedelta(minutes=9))
    assert state(offered) == DeliveryState.RECALLED
    digest = documents.version_card(new.version_id).content_digest
    assert blobs.holders(digest) == {committee.agency.id}
    everything_holds()


def test_A12_who_refused_is_not_asked_and_gets_the_new_version_as_a_sending(
    committee, justice, finance
):
    dispatch = a_dispatch(committee, justice, finance)
    registers.refuse_delivery(
        delivery_id=the_delivery(dispatch, justice).id,
        reason="Nhầm",
        key="r",
        actor=justice.clerk,
        now=MONDAY_9AM,
    )
    new, asked = updated(committee, dispatch)
    assert [one.recipient_id for one in asked.sent.deliveries] == [finance.agency.id]
    sent = services.submit_dispatch(
        submission=Submission(
            committee.agency.id, new.version_id, (Recipient(justice.agency.id),), "to justice"
        ),
        actor=committee.clerk,
        now=LATER,
    )
    assert sent.kind == DispatchKind.SUPPLEMENTARY
    assert the_delivery(sent, justice).state == DeliveryState.ARRIVED


def test_A12_a_report_about_the_earlier_one_counts_for_what_is_in_force(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    _new, asked = updated(committee, dispatch)
    answer(justice, delivery, agrees=True)
    offered = the_delivery(asked.sent.dispatch, justice)
    late = NewReport(delivery.id, StatusCode.IN_WORK, "system 1", is_act=False)
    for _time in range(2):
        line = services.report_status(report=late, actor=justice.clerk, now=LATER)
    assert line.delivery_id == offered.id
    assert (state(delivery), state(offered)) == (DeliveryState.SUPERSEDED, DeliveryState.IN_WORK)
    codes = [one.code for one in queries.course([offered.id])]
    assert codes.count(StatusCode.IN_WORK) == 1


def test_A12_only_the_sender_asks_and_gives_a_reason(committee, justice, finance):
    dispatch = a_dispatch(committee, justice)
    new = a_new_version(committee, dispatch.version_id)
    with pytest.raises(NotAllowed):
        change(committee, dispatch.version_id, new.version_id, actor=committee.officer)
    with pytest.raises(document_errors.UnknownDocument):
        change(finance, dispatch.version_id, new.version_id)
    with pytest.raises(errors.NobodyToAsk):
        change(justice, dispatch.version_id, new.version_id)
    assert Dispatch.objects.count() == 1


def test_A12_nobody_answers_for_another(committee, justice, finance):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    updated(committee, dispatch)
    with pytest.raises(errors.DeliveryNotFound) as no:
        answer(finance, delivery, agrees=True)
    assert no.value.code == "exchange.not-addressed"


def test_A12_one_answer_counts_and_a_second_opinion_finds_nothing(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    updated(committee, dispatch)
    first = answer(justice, delivery, agrees=True, key="answer")
    assert answer(justice, delivery, agrees=True, key="answer") == first
    with pytest.raises(errors.NothingToAnswer):
        answer(justice, delivery, agrees=False, note="Nghĩ lại")
    everything_holds()
