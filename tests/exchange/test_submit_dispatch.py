"""Sending: promised once, readable at once, said what it is (A1, A4, A10)."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from tests.exchange.builders import MONDAY_9AM, a_dispatch, a_version, an_office, the_delivery

from lienthong.blobs import queries as blobs
from lienthong.directory import services as directory
from lienthong.documents import queries as documents
from lienthong.documents.types import RecipientRole, Urgency, Viewer
from lienthong.exchange import errors, queries, services
from lienthong.exchange.models import Delivery, Dispatch, StatusReport
from lienthong.exchange.types import (
    DeliveryState,
    DispatchKind,
    NewReport,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.kernel.clock import VIETNAM
from lienthong.kernel.refusals import NotAllowed
from lienthong.worklist import queries as worklist

pytestmark = pytest.mark.django_db


def submission(sender, version_id, *agency_ids, key="k1"):
    return Submission(sender.agency.id, version_id, tuple(Recipient(a) for a in agency_ids), key)


def test_A1_every_recipient_has_it_at_once_and_the_sender_sees_that(committee, justice, finance):
    dispatch = a_dispatch(committee, justice, finance)
    for office in (justice, finance):
        delivery = the_delivery(dispatch, office)
        assert delivery.state == DeliveryState.ARRIVED
        viewer = Viewer(office.agency.id, None, None, sees_whole_agency=True)
        digest = documents.content_of(dispatch.version_id, viewer)
        assert office.agency.id in blobs.holders(digest)
        codes = [line.code for line in queries.course([delivery.id])]
        assert codes == [StatusCode.ARRIVED]


def test_A1_it_waits_before_the_clerks_of_every_recipient(committee, justice):
    dispatch = a_dispatch(committee, justice)
    lines = worklist.waiting(justice.clerk, now=MONDAY_9AM).lines
    assert [line.subject_id for line in lines] == [the_delivery(dispatch, justice).id]
    assert worklist.waiting(justice.leader, now=MONDAY_9AM).lines == []


def test_A10_recipients_have_until_the_end_of_the_day_and_the_rule_is_kept(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    assert delivery.accept_by.astimezone(VIETNAM).date() == date(2026, 11, 24)
    assert Delivery.objects.get().accept_policy is not None


def test_an_urgent_one_is_marked_for_those_who_have_to_act(committee, justice):
    a_dispatch(committee, justice, urgency=Urgency.FLASH)
    assert worklist.waiting(justice.clerk, now=MONDAY_9AM).lines[0].is_urgent


def test_the_same_key_again_changes_nothing_and_says_so(committee, justice):
    version = a_version(committee)
    wish = submission(committee, version.version_id, justice.agency.id)
    first = services.submit_dispatch(submission=wish, actor=committee.clerk, now=MONDAY_9AM)
    later = MONDAY_9AM + timedelta(days=400)
    again = services.submit_dispatch(submission=wish, actor=committee.clerk, now=later)
    assert (again.id, again.is_repeat, first.is_repeat) == (first.id, True, False)
    assert Delivery.objects.count() == 1


def test_the_same_key_for_other_content_is_refused_and_leaves_nothing(committee, justice, finance):
    version = a_version(committee)
    wish = submission(committee, version.version_id, justice.agency.id)
    services.submit_dispatch(submission=wish, actor=committee.clerk, now=MONDAY_9AM)
    other = replace(wish, recipients=(Recipient(finance.agency.id),))
    with pytest.raises(errors.SubmissionDiffers):
        services.submit_dispatch(submission=other, actor=committee.clerk, now=MONDAY_9AM)
    assert Dispatch.objects.count() == 1


def test_the_same_recipients_in_another_order_are_the_same_submission(committee, justice, finance):
    version = a_version(committee)
    ids = (justice.agency.id, finance.agency.id)
    wish = submission(committee, version.version_id, *ids)
    turned = submission(committee, version.version_id, *reversed(ids))
    first = services.submit_dispatch(submission=wish, actor=committee.clerk, now=MONDAY_9AM)
    again = services.submit_dispatch(submission=turned, actor=committee.clerk, now=MONDAY_9AM)
    assert again.id == first.id


def test_further_recipients_are_a_supplementary_dispatch(committee, justice, finance):
    first = a_dispatch(committee, justice)
    wish = submission(committee, first.version_id, finance.agency.id, key="k2")
    second = services.submit_dispatch(submission=wish, actor=committee.clerk, now=MONDAY_9AM)
    assert second.kind == DispatchKind.SUPPLEMENTARY


def test_sending_again_to_one_who_has_it_is_refused(committee, justice):
    first = a_dispatch(committee, justice)
    wish = submission(committee, first.version_id, justice.agency.id, key="k2")
    with pytest.raises(errors.AlreadySent) as refused:
        services.submit_dispatch(submission=wish, actor=committee.clerk, now=MONDAY_9AM)
    assert refused.value.facts["names"] == "Sở Tư pháp"


def test_sending_again_after_a_refusal_is_a_resending(committee, justice):
    first = a_dispatch(committee, justice)
    services.report_status(
        report=NewReport(
            the_delivery(first, justice).id, StatusCode.REFUSED, "r1", "Thiếu phụ lục"
        ),
        actor=justice.clerk,
        now=MONDAY_9AM,
    )
    wish = submission(committee, first.version_id, justice.agency.id, key="k2")
    second = services.submit_dispatch(submission=wish, actor=committee.clerk, now=MONDAY_9AM)
    assert second.kind == DispatchKind.RESENT
    assert the_delivery(second, justice).state == DeliveryState.ARRIVED


def test_A4_unknown_doubled_and_own_recipients_are_refused(committee, justice):
    version = a_version(committee)
    cases = {
        errors.RecipientUnknown: (uuid4(),),
        errors.RecipientDoubled: (justice.agency.id, justice.agency.id),
        errors.SentToItself: (committee.agency.id,),
        errors.NoRecipients: (),
    }
    for refusal, ids in cases.items():
        with pytest.raises(refusal):
            services.submit_dispatch(
                submission=submission(committee, version.version_id, *ids),
                actor=committee.clerk,
                now=MONDAY_9AM,
            )
    assert not Dispatch.objects.exists()
    assert not StatusReport.objects.exists()


def test_A4_a_recipient_that_has_not_started_or_not_joined_is_refused(committee):
    version = a_version(committee)
    future = an_office("Sở Y tế", parent=committee.agency, starts_on=date(2026, 12, 15))
    absent = an_office("Sở Nội vụ", parent=committee.agency, takes_part=False)
    for office, words in ((future, "15/12/2026"), (absent, "chưa tham gia")):
        with pytest.raises(errors.RecipientNotReady) as refused:
            services.submit_dispatch(
                submission=submission(committee, version.version_id, office.agency.id),
                actor=committee.clerk,
                now=MONDAY_9AM,
            )
        assert words in refused.value.facts["cause"]
        assert refused.value.facts["names"] == office.agency.name


def test_A4_what_is_sent_to_an_agency_that_ended_goes_to_its_heir(committee, justice, finance):
    version = a_version(committee)
    directory.succeed(
        predecessor_id=justice.agency.id,
        successor_ids=[finance.agency.id],
        kind="merged",
        on=date(2026, 1, 1),
    )

    dispatch = services.submit_dispatch(
        submission=submission(committee, version.version_id, justice.agency.id),
        actor=committee.clerk,
        now=MONDAY_9AM,
    )

    (delivery,) = queries.deliveries_of_version(dispatch.version_id, sender_id=committee.agency.id)
    assert delivery.recipient_id == finance.agency.id


def test_only_a_clerk_of_the_sender_sends(committee, justice):
    version = a_version(committee)
    wish = submission(committee, version.version_id, justice.agency.id)
    for actor in (committee.officer, committee.leader, justice.clerk):
        with pytest.raises(NotAllowed):
            services.submit_dispatch(submission=wish, actor=actor, now=MONDAY_9AM)


def test_the_statements_of_a_dispatch_do_not_grow_with_its_recipients(committee, count_statements):
    offices = [an_office(f"Sở số {n}", parent=committee.agency) for n in range(25)]
    a_dispatch(committee, an_office("Sở Y tế", parent=committee.agency))  # opens the ledger
    counted = []
    for chosen in (offices[:1], offices[1:]):
        version = a_version(committee)
        wish = submission(
            committee, version.version_id, *(o.agency.id for o in chosen), key=str(uuid4())
        )
        counted.append(
            count_statements(
                lambda wish=wish: services.submit_dispatch(
                    submission=wish, actor=committee.clerk, now=MONDAY_9AM
                )
            )
        )
    assert counted[0] == counted[1]


def test_a_role_stays_with_its_recipient(committee, justice):
    version = a_version(committee)
    wish = Submission(
        committee.agency.id,
        version.version_id,
        (Recipient(justice.agency.id, RecipientRole.INFORMATION),),
        "k1",
    )
    dispatch = services.submit_dispatch(submission=wish, actor=committee.clerk, now=MONDAY_9AM)
    assert the_delivery(dispatch, justice).role == RecipientRole.INFORMATION


def test_an_arrival_becomes_a_row_only_where_something_points_at_it(committee, justice, finance):
    dispatch = a_dispatch(committee, justice, finance)
    delivery = the_delivery(dispatch, justice)
    shown = queries.course([delivery.id])
    assert not StatusReport.objects.exists()
    assert queries.status_line(delivery.id) == shown[0]

    for _again in range(2):
        assert services.write_arrivals([delivery.id]) == shown
        assert StatusReport.objects.get().pk == delivery.id
        assert queries.course([delivery.id]) == shown == [queries.status_line(delivery.id)]
        assert [one.code for one in queries.reports_of(delivery.id)] == [StatusCode.ARRIVED]


def test_an_arrival_that_was_written_as_a_row_before_is_shown_once(committee, justice):
    delivery = the_delivery(a_dispatch(committee, justice), justice)
    services.write_arrivals([delivery.id])
    Delivery.objects.update(arrived_at_once=False, state_since=MONDAY_9AM)
    assert [line.code for line in queries.course([delivery.id])] == [StatusCode.ARRIVED]
    assert the_delivery_again(delivery).state_since == MONDAY_9AM


def the_delivery_again(delivery):
    return queries.delivery_card(delivery.id)
