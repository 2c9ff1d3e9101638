"""Reports of a recipient, recall and its answers (A1, A12)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.exchange.builders import MONDAY_9AM, a_dispatch, the_delivery

from lienthong.blobs import queries as blobs
from lienthong.documents import queries as documents
from lienthong.documents.errors import ContentWithdrawn
from lienthong.documents.types import Viewer
from lienthong.exchange import errors, queries, services
from lienthong.exchange.models import ChangeRequest, StatusReport
from lienthong.exchange.types import (
    DeliveryState,
    DispatchKind,
    NewReport,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.kernel.refusals import NotAllowed
from lienthong.notices import queries as notices
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

pytestmark = pytest.mark.django_db


def report(office, delivery, code, key="", now=MONDAY_9AM, **facts):
    return services.report_status(
        report=NewReport(delivery.id, code, key or str(uuid4()), **facts),
        actor=office.clerk,
        now=now,
    )


def recall(committee, dispatch, key="recall 1", reason="Gửi nhầm bản dự thảo", only=None):
    return services.request_recall(
        dispatch_id=dispatch.id,
        recipient_ids=only,
        reason=reason,
        key=key,
        actor=committee.clerk,
        now=MONDAY_9AM + timedelta(minutes=5),
    )


def answer(office, delivery, *, agrees, note="", key="answer 1"):
    return services.answer_change(
        delivery_id=delivery.id,
        agrees=agrees,
        note=note,
        key=key,
        actor=office.clerk,
        now=MONDAY_9AM + timedelta(minutes=9),
    )


def test_A1_a_report_moves_the_state_and_repeating_it_does_not(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    first = report(justice, delivery, StatusCode.ACCEPTED, key="r1")
    again = report(
        justice, delivery, StatusCode.ACCEPTED, key="r1", now=MONDAY_9AM + timedelta(days=1)
    )
    assert again == first
    assert queries.delivery_card(delivery.id).state == DeliveryState.ACCEPTED
    assert StatusReport.objects.count() == 1


def test_a_repeated_key_with_another_report_is_refused(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    report(justice, delivery, StatusCode.ACCEPTED, key="r1")
    with pytest.raises(errors.ReportDiffers):
        report(justice, delivery, StatusCode.IN_WORK, key="r1")


def test_a_status_for_a_document_addressed_to_another_agency_is_not_found(
    committee, justice, finance
):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    for stranger in (finance, committee):
        with pytest.raises(errors.DeliveryNotFound):
            report(stranger, delivery, StatusCode.ACCEPTED)
    assert not StatusReport.objects.exists()


def test_of_two_people_who_decide_the_second_sees_what_the_first_did(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    report(justice, delivery, StatusCode.ACCEPTED)
    with pytest.raises(errors.AlreadyDecided) as refused:
        report(justice, delivery, StatusCode.REFUSED, note="Gửi nhầm")
    assert refused.value.facts == {"state": "Đã tiếp nhận", "who": justice.clerk.name}


def test_a_refusal_needs_its_reason_and_reaches_the_sender(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    with pytest.raises(errors.ReasonMissing):
        report(justice, delivery, StatusCode.REFUSED, note="  ")
    report(justice, delivery, StatusCode.REFUSED, note="Gửi nhầm nơi nhận")
    verbs = [line.verb for line in worklist.waiting(committee.clerk, now=MONDAY_9AM).lines]
    assert verbs == [Verb.CORRECT_REFUSED]
    told = notices.unread(committee.clerk)
    assert "Gửi nhầm nơi nhận" in str(told)


def test_a_refusal_that_a_taking_in_overtakes_waits_for_nobody_any_more(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    later = MONDAY_9AM + timedelta(hours=1)
    report(justice, delivery, StatusCode.REFUSED, note="Nhầm", is_act=False)
    report(justice, delivery, StatusCode.ACCEPTED, now=later, is_act=False)
    assert queries.delivery_card(delivery.id).state == DeliveryState.ACCEPTED
    assert not worklist.waiting(committee.clerk, now=later).lines


def test_reports_of_other_systems_are_logged_in_any_order(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    later = MONDAY_9AM + timedelta(hours=1)
    for code in (StatusCode.FINISHED, StatusCode.ACCEPTED, StatusCode.IN_WORK):
        report(justice, delivery, code, now=later, is_act=False)
    assert queries.delivery_card(delivery.id).state == DeliveryState.FINISHED


def test_a_stamp_before_the_dispatch_is_refused_and_one_in_the_future_is_kept(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    with pytest.raises(errors.StampBeforeDispatch):
        report(
            justice,
            delivery,
            StatusCode.ACCEPTED,
            stamped_at=MONDAY_9AM - timedelta(minutes=1),
            is_act=False,
        )
    ahead = MONDAY_9AM + timedelta(days=2)
    line = report(justice, delivery, StatusCode.ACCEPTED, stamped_at=ahead, is_act=False)
    assert line.stamped_at == ahead
    assert queries.delivery_card(delivery.id).state_since == MONDAY_9AM


def test_a_recipient_cannot_report_what_is_the_senders(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    with pytest.raises(errors.StatusNotYours):
        report(justice, delivery, StatusCode.TAKE_BACK)


def test_A12_a_recall_is_asked_agreed_and_takes_the_content_but_not_the_proof(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    report(justice, delivery, StatusCode.ACCEPTED)
    asked = recall(committee, dispatch)
    assert [card.is_change_pending for card in asked] == [True]
    assert worklist.waiting(justice.clerk, now=MONDAY_9AM).lines[0].verb == Verb.ANSWER_RECALL

    answer(justice, delivery, agrees=True)
    after = queries.delivery_card(delivery.id)
    assert (after.state, after.is_change_pending) == (DeliveryState.RECALLED, False)
    viewer = Viewer(justice.agency.id, None, None, sees_whole_agency=True)
    assert documents.may_see(viewer, documents.version_card(delivery.version_id).document_id)
    with pytest.raises(ContentWithdrawn):
        documents.content_of(delivery.version_id, viewer)
    assert notices.unread(committee.clerk)


def test_A12_a_declined_recall_needs_a_reason_and_leaves_everything(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    recall(committee, dispatch)
    with pytest.raises(errors.ReasonMissing):
        answer(justice, delivery, agrees=False)
    answer(justice, delivery, agrees=False, note="Đã xử lý xong")
    after = queries.delivery_card(delivery.id)
    assert (after.state, after.is_change_pending) == (DeliveryState.ARRIVED, False)
    viewer = Viewer(justice.agency.id, None, None, sees_whole_agency=True)
    assert documents.content_of(delivery.version_id, viewer)


def test_A12_answering_twice_is_the_same_answer_and_a_second_opinion_finds_nothing(
    committee, justice
):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    recall(committee, dispatch)
    first = answer(justice, delivery, agrees=True)
    assert answer(justice, delivery, agrees=True) == first
    with pytest.raises(errors.NothingToAnswer):
        answer(justice, delivery, agrees=False, note="Nghĩ lại", key="answer 2")


def test_A12_who_refused_or_was_asked_is_not_asked_again(committee, justice, finance):
    dispatch = a_dispatch(committee, justice, finance)
    report(justice, the_delivery(dispatch, justice), StatusCode.REFUSED, note="Nhầm")
    asked = recall(committee, dispatch)
    assert [card.recipient_id for card in asked] == [finance.agency.id]
    with pytest.raises(errors.NothingToRecall):
        recall(committee, dispatch, key="recall 2")


def test_A12_asking_again_with_the_same_key_asks_once(committee, justice):
    dispatch = a_dispatch(committee, justice)
    first = recall(committee, dispatch)
    assert recall(committee, dispatch) == first
    with pytest.raises(errors.SubmissionDiffers):
        recall(committee, dispatch, reason="Lý do khác")
    assert ChangeRequest.objects.count() == 1


def test_A12_only_the_senders_clerk_recalls_and_a_reason_is_needed(committee, justice):
    dispatch = a_dispatch(committee, justice)
    with pytest.raises(errors.ReasonMissing):
        recall(committee, dispatch, reason=" ")
    with pytest.raises(errors.DispatchNotFound):
        recall(justice, dispatch)
    with pytest.raises(NotAllowed):
        services.request_recall(
            dispatch_id=dispatch.id,
            recipient_ids=None,
            reason="Nhầm",
            key="k",
            actor=committee.officer,
            now=MONDAY_9AM,
        )


def test_A12_a_recall_can_name_some_of_the_recipients(committee, justice, finance):
    dispatch = a_dispatch(committee, justice, finance)
    asked = recall(committee, dispatch, only=[finance.agency.id])
    assert [card.recipient_id for card in asked] == [finance.agency.id]
    assert not the_delivery(dispatch, justice).is_change_pending


def test_A12_an_agreed_recall_ends_the_hold_of_the_content_and_not_that_of_others(
    committee, justice, finance
):
    dispatch = a_dispatch(committee, justice, finance)
    digest = documents.version_card(dispatch.version_id).content_digest
    recall(committee, dispatch, only=[justice.agency.id])
    answer(justice, the_delivery(dispatch, justice), agrees=True)
    assert blobs.holders(digest) == {committee.agency.id, finance.agency.id}


def test_A12_what_was_given_back_can_be_sent_again_and_read_again(committee, justice):
    dispatch = a_dispatch(committee, justice)
    recall(committee, dispatch)
    answer(justice, the_delivery(dispatch, justice), agrees=True)
    again = services.submit_dispatch(
        submission=Submission(
            committee.agency.id, dispatch.version_id, (Recipient(justice.agency.id),), "again"
        ),
        actor=committee.clerk,
        now=MONDAY_9AM + timedelta(hours=1),
    )
    assert again.kind == DispatchKind.RESENT
    viewer = Viewer(justice.agency.id, None, None, sees_whole_agency=True)
    assert documents.content_of(dispatch.version_id, viewer)


def test_what_nobody_has_answered_is_counted_at_all_recipients(committee, justice, finance):
    assert queries.count_unanswered() == 0
    first = a_dispatch(committee, justice, finance)
    a_dispatch(committee, justice)
    a_dispatch(justice, committee)
    assert queries.count_unanswered() == 4
    report(justice, the_delivery(first, justice), StatusCode.ACCEPTED)
    report(finance, the_delivery(first, finance), StatusCode.REFUSED, note="Gửi nhầm")
    assert queries.count_unanswered() == 2
