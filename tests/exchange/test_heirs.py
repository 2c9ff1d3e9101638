"""What an agency sent before it ended: its heir recalls it, tracks it, is told of it, proves it."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from tests.directory.builders import a_merger, merge
from tests.exchange.builders import (
    MONDAY_9AM,
    Office,
    a_dispatch,
    a_version,
    an_office,
    the_delivery,
)
from tests.exchange.changes import a_new_version, change, updated
from tests.exchange.test_pages_tracking import a_client, recall, words

from lienthong.desk.proofs import proof_of
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.exchange import errors, queries, services
from lienthong.exchange.services.check_recipients import check_recipients
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryCard,
    DeliveryState,
    DispatchCard,
    DispatchKind,
    NewReport,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.notices import queries as notices
from lienthong.worklist.models import WorkItem

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]

TODAY = local_day(MONDAY_9AM)
SOON = MONDAY_9AM + timedelta(minutes=5)


@dataclass
class World:
    """Justice has sent a document to home; justice is merged into finance by `merge`."""

    committee: Office
    justice: Office
    finance: Office
    home: Office
    dispatch: DispatchCard

    @property
    def delivery(self) -> DeliveryCard:
        return the_delivery(self.dispatch, self.home)


@pytest.fixture
def world(monkeypatch, settings, tmp_path) -> World:
    settings.LIENTHONG_HOME = tmp_path
    monkeypatch.setattr(clock, "now", lambda: SOON)
    committee = an_office("Ủy ban nhân dân tỉnh Đồng Nai")
    justice, finance, home = (
        an_office(name, parent=committee.agency)
        for name in ("Sở Tư pháp", "Sở Tài chính", "Sở Nội vụ")
    )
    return World(committee, justice, finance, home, a_dispatch(justice, home))


def asked_back(world: World, office: Office, *, key: str = "r") -> list[DeliveryCard]:
    return services.request_recall(
        dispatch_id=world.dispatch.id,
        recipient_ids=None,
        reason="Sai số liệu",
        key=key,
        actor=office.clerk,
        now=SOON,
    )


def refused(world: World) -> None:
    services.report_status(
        report=NewReport(world.delivery.id, StatusCode.REFUSED, "no", note="Gửi nhầm nơi nhận"),
        actor=world.home.clerk,
        now=SOON,
    )


def sent_again(world: World, office: Office, *, key: str = "again") -> DispatchCard:
    return services.submit_dispatch(
        submission=Submission(
            office.agency.id,
            world.dispatch.version_id,
            (Recipient(world.home.agency.id),),
            key,
        ),
        actor=office.clerk,
        now=SOON,
    )


def test_A4_the_trial_names_what_was_sent_and_is_not_through_with_its_new_owner(world):
    trial = directory_services.try_out(
        plan=a_merger(world.justice.agency, world.finance.agency, on=TODAY),
        actor=Actor.installation(),
        now=MONDAY_9AM,
    )

    (found,) = (one for one in trial.moved if one.what == "dispatch")
    assert found.id == str(world.dispatch.id)
    assert (found.from_agency, found.to_agency) == (
        world.justice.agency.id,
        world.finance.agency.id,
    )
    assert "V/v báo cáo công tác" in found.label


def test_what_every_recipient_is_through_with_is_not_named(world):
    for code in (StatusCode.ACCEPTED, StatusCode.FINISHED):
        services.report_status(
            report=NewReport(world.delivery.id, code, code), actor=world.home.clerk, now=SOON
        )

    trial = directory_services.try_out(
        plan=a_merger(world.justice.agency, world.finance.agency, on=TODAY),
        actor=Actor.installation(),
        now=MONDAY_9AM,
    )

    assert "dispatch" not in {one.what for one in trial.moved}


def test_A4_A12_the_heir_recalls_and_gets_the_answer_and_nobody_else_does(world):
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)

    with pytest.raises(errors.DispatchNotFound):
        asked_back(world, world.committee)
    with pytest.raises(errors.DispatchNotFound):
        asked_back(world, world.home)
    (asked,) = asked_back(world, world.finance)
    assert [one.id for one in asked_back(world, world.finance)] == [asked.id]
    services.answer_change(
        delivery_id=asked.id, agrees=True, note="", key="a", actor=world.home.clerk, now=SOON
    )

    assert world.delivery.state == DeliveryState.RECALLED
    (told,) = notices.unread(world.finance.clerk, limit=10)
    assert told.text().startswith("Sở Nội vụ đồng ý thu hồi")
    reporters = [line.reporter_name for line in queries.course([asked.id])]
    assert reporters == ["Sở Nội vụ", "Sở Tài chính", "Sở Nội vụ"]


@pytest.mark.both
def test_A4_the_heir_lists_and_tracks_what_was_sent_under_its_old_name(world):
    own = a_dispatch(world.finance, world.home, now=SOON)
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)
    finance = world.finance.agency.id

    listed = queries.sent(sender_id=finance)
    assert [one.id for one in listed] == [own.id, world.dispatch.id]
    assert [one.sender_name for one in listed] == ["Sở Tài chính", "Sở Tư pháp"]
    newest = (own.admitted_at, own.id)
    assert [one.id for one in queries.sent(sender_id=finance, before=newest)] == [world.dispatch.id]
    late = queries.not_accepted(sender_id=finance, at=MONDAY_9AM + timedelta(days=9))
    assert {one.dispatch_id for one in late} == {own.id, world.dispatch.id}
    version = world.dispatch.version_id
    assert queries.counts_by_version([version], sender_id=finance)[version] == {
        DeliveryState.ARRIVED: 1
    }
    assert len(queries.deliveries_sent(version, sender_id=finance)) == 1
    assert queries.sent(sender_id=world.home.agency.id) == []


def test_A4_the_pages_of_the_heir_show_it_with_its_table_and_recall_it(world):
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)
    clerk = a_client(world.finance.clerk)

    page = words(
        clerk.get(reverse("desk:document", args=[world.dispatch.version_id])).content.decode()
    )
    assert "Theo dõi phát hành" in page
    assert "Gửi đề nghị thu hồi" in page
    by_line = clerk.get(reverse("registers:delivery", args=[world.delivery.id]))
    assert by_line.status_code == 302
    assert recall(clerk, world.dispatch, world.home).status_code == 302
    mark = queries.tracking_mark(
        world.dispatch.version_id, sender_id=world.finance.agency.id, at=SOON
    )
    assert mark.startswith("1-")
    stranger = a_client(world.committee.clerk)
    assert stranger.get(by_line.request["PATH_INFO"]).status_code == 404


def test_A4_a_refusal_that_comes_after_the_end_waits_for_the_heirs_clerks(world):
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)

    refused(world)

    waiting = WorkItem.objects.get(verb="correct-refused", settled_at=None)
    assert waiting.agency_id == world.finance.agency.id
    (told,) = notices.unread(world.finance.clerk, limit=10)
    assert "Gửi nhầm nơi nhận" in told.text()


@pytest.mark.both
def test_A4_the_heir_sends_a_refused_document_again_in_its_own_name(world):
    refused(world)
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)
    clerk = a_client(world.finance.clerk)

    answer = clerk.post(
        reverse("exchange:resend", args=[world.dispatch.version_id]),
        {"recipient": str(world.home.agency.id), "idempotency_key": "again"},
    )

    assert answer.status_code == 302
    newest = queries.sent(sender_id=world.finance.agency.id)[0]
    assert (newest.kind, newest.sender_name) == (DispatchKind.RESENT, "Sở Tài chính")
    assert not WorkItem.objects.filter(verb="correct-refused", settled_at=None).exists()


def test_what_the_old_agency_sent_is_not_sent_twice_by_its_heir(world):
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)

    with pytest.raises(errors.AlreadySent):
        sent_again(world, world.finance)


def test_A4_A11_the_heir_has_the_receipts_of_both_sides_and_strangers_have_none(world):
    accepted = services.report_status(
        report=NewReport(world.delivery.id, StatusCode.ACCEPTED, "03"),
        actor=world.home.clerk,
        now=SOON,
    )
    delivery = world.delivery
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)
    merge(world.home.agency, world.committee.agency, now=MONDAY_9AM)
    sending = world.dispatch.record_id

    for office in (world.finance, world.committee):
        assert proof_of(sending, delivery.id, actor=office.clerk, now=clock.now())
        assert proof_of(accepted.record_id, None, actor=office.clerk, now=clock.now())
    assert proof_of(sending, None, actor=world.finance.clerk, now=clock.now())
    with pytest.raises(errors.DeliveryNotFound):
        proof_of(sending, None, actor=world.committee.clerk, now=clock.now())


def test_A4_through_two_reforms_the_last_heir_acts_and_the_first_no_more(world):
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)
    merge(world.finance.agency, world.committee.agency, now=MONDAY_9AM)

    assert directory.holder_of(world.justice.agency.id) == world.committee.agency.id
    with pytest.raises(errors.DispatchNotFound):
        asked_back(world, world.finance)
    assert asked_back(world, world.committee)


def test_A4_nobody_sends_in_the_name_of_an_agency_that_has_ended(world):
    version = a_version(world.justice)
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)
    ended = directory.agency(world.justice.agency.id)

    with pytest.raises(errors.SenderNotActive) as refusal:
        services.submit_dispatch(
            submission=Submission(
                ended.id, version.version_id, (Recipient(world.home.agency.id),), "k"
            ),
            actor=world.justice.clerk,
            now=MONDAY_9AM,
        )
    assert refusal.value.facts["heir"] == "Sở Tài chính"
    (finding,) = check_recipients(
        [Recipient(world.home.agency.id)], sender=ended, kind="cong-van", on=TODAY
    )
    assert finding.code == "exchange.sender-not-active"


def test_a_repeated_submission_of_before_the_end_still_has_its_answer(world):
    version = a_version(world.justice)
    submission = Submission(
        world.justice.agency.id, version.version_id, (Recipient(world.home.agency.id),), "k"
    )

    def submit():
        return services.submit_dispatch(
            submission=submission, actor=world.justice.clerk, now=MONDAY_9AM
        )

    made = submit()
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)

    assert submit().id == made.id


@pytest.mark.both
def test_who_was_sent_a_document_by_an_agency_that_it_inherits_still_answers_the_recall(world):
    asked_back(world, world.justice)
    merge(world.justice.agency, world.home.agency, now=MONDAY_9AM)

    page = a_client(world.home.clerk).get(
        reverse("desk:document", args=[world.dispatch.version_id])
    )

    assert "Không đồng ý" in words(page.content.decode())


def test_A12_the_heir_of_a_recipient_answers_an_update_that_was_asked_before(world):
    _new, asked = updated(world.justice, world.dispatch, now=SOON)
    [offered], before = asked.sent.deliveries, world.delivery.id
    merge(world.home.agency, world.finance.agency, now=MONDAY_9AM)
    [change] = queries.open_changes(recipient_id=world.finance.agency.id)
    assert (change.delivery.id, change.offered.id) == (before, offered.id)
    services.answer_change(
        delivery_id=before,
        agrees=True,
        note="",
        key="a",
        actor=world.finance.clerk,
        now=SOON,
    )
    states = [queries.delivery_card(one).state for one in (before, offered.id)]
    assert states == [DeliveryState.SUPERSEDED, DeliveryState.ARRIVED]


def test_A12_the_heir_of_a_sender_replaces_what_was_sent_before_it(world):
    merge(world.justice.agency, world.finance.agency, now=MONDAY_9AM)
    other = a_version(world.finance, now=SOON)
    asked = change(
        world.finance,
        world.dispatch.version_id,
        other.version_id,
        kind=ChangeKind.REPLACEMENT,
        now=SOON,
    )
    [offered] = asked.sent.deliveries
    assert (offered.sender_id, offered.state) == (world.finance.agency.id, DeliveryState.OFFERED)
    assert asked.offers.keys() == {world.delivery.id}


@pytest.mark.parametrize("kind", ["update", "recall"])
def test_A12_what_an_ended_agency_was_through_with_is_asked_of_its_heir(world, kind):
    services.report_status(
        report=NewReport(world.delivery.id, StatusCode.FINISHED, "done", is_act=False),
        actor=world.home.clerk,
        now=SOON,
    )
    delivery_id = world.delivery.id
    merge(world.home.agency, world.finance.agency, now=MONDAY_9AM)
    assert queries.delivery_card(delivery_id).recipient_id == world.home.agency.id
    if kind == "update":
        _new, asked = updated(world.justice, world.dispatch, now=SOON)
        assert [one.recipient_id for one in asked.sent.deliveries] == [world.finance.agency.id]
    else:
        asked_back(world, world.justice)
    [waiting] = queries.open_changes(recipient_id=world.finance.agency.id)
    assert (waiting.delivery.id, waiting.kind) == (delivery_id, kind)


def test_A12_nothing_is_offered_to_who_receives_nothing_any_more(world):
    new = a_new_version(world.justice, world.dispatch.version_id)
    directory_services.leave(agency_id=world.home.agency.id, on=TODAY - timedelta(days=1))
    with pytest.raises(errors.RecipientNotReady):
        change(world.justice, world.dispatch.version_id, new.version_id)
    assert not queries.open_changes(recipient_id=world.home.agency.id)
