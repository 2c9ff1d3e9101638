"""A status package goes into the log of its delivery, whoever's system reports it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.gateways.builders import (
    DOCUMENT_12,
    LATER,
    MONDAY,
    a_status,
    an_agency,
    codes,
    everything_kept,
    take,
    the_delivery,
)

from lienthong.documents import queries as documents
from lienthong.documents.errors import ContentWithdrawn
from lienthong.documents.types import Viewer
from lienthong.exchange import errors as exchange_errors
from lienthong.exchange import queries as exchange
from lienthong.exchange.types import DeliveryState, StatusCode
from lienthong.formats.edxml import types as t
from lienthong.formats.edxml.dates import PackageTime
from lienthong.gateways import errors
from lienthong.gateways.types import Outcome, PackageKind
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.worklist import queries as worklist
from lienthong.worklist.types import Verb

# What a package asks of PostgreSQL, test_any_order shows.
pytestmark = pytest.mark.once

WORK = {
    "status-01-arrived": DeliveryState.ARRIVED,
    "status-02-rejected": DeliveryState.REFUSED,
    "status-03-accepted": DeliveryState.ACCEPTED,
    "status-04-assigned": DeliveryState.ASSIGNED,
    "status-05-processing": DeliveryState.IN_WORK,
    "status-06-finished": DeliveryState.FINISHED,
}


@pytest.fixture
def sent(agencies):
    return take("edoc-new")


@pytest.mark.parametrize(("name", "state"), WORK.items())
def test_a_status_of_the_recipient_gives_the_delivery_its_state(agencies, sent, name, state):
    taken = take(name, now=LATER)
    assert (taken.outcome, taken.kind) == (Outcome.TAKEN, PackageKind.STATUS)
    assert the_delivery(sent, agencies.one).state == state
    line = exchange.status_line(taken.report_id)
    assert (line.delivery_id, line.received_at) == (taken.delivery_ids[0], LATER)


def test_statuses_in_any_order_give_the_furthest_state(agencies, sent):
    for name in reversed([name for name in WORK if "rejected" not in name]):
        take(name, now=LATER)
    assert the_delivery(sent, agencies.one).state == DeliveryState.FINISHED


def test_the_same_status_again_is_one_line_of_the_course(sent, home):
    first = take("status-03-accepted", now=LATER)
    before = everything_kept(home)
    again = take("status-03-accepted", now=LATER + timedelta(hours=1))
    assert (again.outcome, again.report_id) == (Outcome.REPEATED, first.report_id)
    assert everything_kept(home) == before


def test_a_stamp_of_its_own_time_is_kept_as_it_came(sent):
    at = MONDAY + timedelta(minutes=10)
    taken = take(a_status("03", timestamp=PackageTime(at)), now=LATER)
    assert exchange.status_line(taken.report_id).stamped_at == at


def test_a_stamp_from_before_the_document_came_here_counts_from_its_receipt(sent):
    taken = take("status-03-accepted", now=LATER)
    assert "gateways.stamp-before-arrival" in codes(taken)
    assert exchange.status_line(taken.report_id).stamped_at == LATER


def test_a_stamp_from_before_the_document_itself_is_refused(sent, home):
    before = everything_kept(home)
    stamp = PackageTime(datetime(2024, 5, 19, tzinfo=UTC))
    with pytest.raises(exchange_errors.StampBeforeDispatch):
        take(a_status("03", timestamp=stamp), now=LATER)
    assert everything_kept(home) == before


def test_a_refusal_without_a_reason_is_taken_in_with_a_warning(agencies, sent):
    taken = take(a_status("02", description=""), now=LATER)
    assert "gateways.reason-missing" in codes(taken)
    assert the_delivery(sent, agencies.one).state == DeliveryState.REFUSED


@pytest.mark.parametrize("name", WORK)
def test_a_status_about_an_unknown_document_says_which_it_needs_first(agencies, home, name):
    before = everything_kept(home)
    with pytest.raises(errors.EarlierDocumentNeeded) as refused:
        take(name)
    assert refused.value.facts["documents"] == DOCUMENT_12
    assert everything_kept(home) == before


def test_A12_the_issuer_asks_one_recipient_to_give_the_document_back(agencies, sent):
    taken = take("status-13-take-back", now=LATER)
    assert taken.delivery_ids == (the_delivery(sent, agencies.one).id,)
    assert the_delivery(sent, agencies.one).is_change_pending
    assert not the_delivery(sent, agencies.two).is_change_pending


def test_A12_after_agreeing_the_recipient_keeps_the_line_and_no_longer_the_content(agencies, sent):
    take("status-13-take-back", now=LATER)
    take("status-15-change-accepted", now=LATER)
    assert the_delivery(sent, agencies.one).state == DeliveryState.RECALLED
    viewer = Viewer(agencies.one.id, None, None, sees_whole_agency=True)
    assert documents.visible_version(sent.version_id, viewer)
    with pytest.raises(ContentWithdrawn):
        documents.content_of(sent.version_id, viewer)


def test_the_clerk_of_the_recipient_has_the_question_until_it_is_answered(agencies, sent):
    delivery = the_delivery(sent, agencies.one)

    clerk = Actor(
        ActorKind.PERSON, "Văn thư", post_id=uuid4(), agency_id=agencies.one.id, role="clerk"
    )

    def waits() -> set[Verb]:
        lines = worklist.waiting(clerk, now=LATER).lines
        return {line.verb for line in lines if line.subject_id == delivery.id}

    # Its own software takes in what comes; what is asked of it is asked of people as well.
    assert waits() == set()
    take("status-13-take-back", now=LATER)
    assert waits() == {Verb.ANSWER_RECALL}
    take("status-15-change-accepted", now=LATER)
    assert waits() == set()


def test_A12_after_declining_everything_stays(agencies, sent):
    take("edoc-recall", now=LATER)
    take("status-16-change-rejected", now=LATER)
    delivery = the_delivery(sent, agencies.one)
    assert (delivery.state, delivery.is_change_pending) == (DeliveryState.ARRIVED, False)


@pytest.mark.parametrize("name", ["status-15-change-accepted", "status-16-change-rejected"])
def test_an_answer_to_nothing_is_refused(sent, home, name):
    before = everything_kept(home)
    with pytest.raises(exchange_errors.NothingToAnswer):
        take(name, now=LATER)
    assert everything_kept(home) == before


REFUSED = {
    "a stranger": (a_status("03", by="X9"), errors.SenderUnknown),
    "another agency": (a_status("03", by="000.00.01.H19"), exchange_errors.DeliveryNotFound),
    "an unknown issuer": (a_status("03", to="X9"), errors.EarlierDocumentNeeded),
    "another issuer": (a_status("03", to="H19.2"), errors.EarlierDocumentNeeded),
    "an unknown code": (a_status("07"), errors.StatusUnknown),
    "no document": (a_status("03", response_for=None), errors.NoEarlierDocumentNamed),
    "a request by the recipient": (a_status("13"), errors.EarlierDocumentNeeded),
    "a request to a stranger": (
        a_status("13", by="000.00.01.H19", to="X9"),
        exchange_errors.DeliveryNotFound,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refused_status_leaves_nothing_behind(sent, home, name):
    package, refusal = REFUSED[name]
    before = everything_kept(home)
    with pytest.raises(refusal):
        take(package, now=LATER)
    assert everything_kept(home) == before


def test_a_status_of_an_agency_that_was_not_sent_the_document_is_refused(agencies, sent):
    an_agency("H19.7", "Sở Bảy", "SB")
    with pytest.raises(exchange_errors.DeliveryNotFound):
        take(a_status("03", by="H19.7"), now=LATER)


def test_the_document_is_found_by_number_and_day_where_its_id_is_not_known(agencies, sent):
    about = t.ResponseFor("H19.30", "12/MAU-VP", "9f0b2c52-7d0f-4a37-8a39-1c2d3e4f5a6b", None)
    take(a_status("03", response_for=about), now=LATER)
    assert the_delivery(sent, agencies.one).state == DeliveryState.ACCEPTED


def test_the_sender_is_told_of_the_same_course_as_from_a_desk(agencies, sent):
    take("status-02-rejected", now=LATER)
    lines = exchange.course(sent.delivery_ids)
    refused = [one for one in lines if one.code == StatusCode.REFUSED]
    assert [one.note for one in refused] == ["Từ chối tiếp nhận: sai nơi nhận"]
