"""Updates and replacements that cross: declined, corrected, asked twice, reported late (A12)."""

from datetime import timedelta
from functools import partial
from importlib import import_module
from uuid import uuid4

import pytest
from tests.exchange.builders import MONDAY_9AM, a_dispatch, a_version, an_office, the_delivery
from tests.exchange.changes import (
    LATER,
    a_new_version,
    answer,
    change,
    recall,
    state,
    updated,
    verbs,
)
from tests.flows.invariants import everything_holds

from lienthong.exchange import errors, queries, services
from lienthong.exchange.types import (
    ChangeKind,
    DeliveryState,
    DispatchKind,
    NewReport,
    Recipient,
    StatusCode,
    Submission,
)
from lienthong.registers import services as registers
from lienthong.worklist.types import Verb

# On PostgreSQL `both` and other modules meet each statement of these (docs/explain/testing.md).
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_A12_what_was_declined_is_not_sent_past_the_consent(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    new, asked = updated(committee, dispatch)
    answer(justice, delivery, agrees=False, note="Đã thực hiện theo bản cũ")
    with pytest.raises(errors.EarlierKept) as kept:
        send(committee, new.version_id, justice)
    assert kept.value.facts["names"] == justice.agency.name
    recall(committee, dispatch)
    with pytest.raises(errors.EarlierKept):
        send(committee, new.version_id, justice)
    answer(justice, delivery, agrees=True, now=LATER + timedelta(minutes=6))
    sent = send(committee, new.version_id, justice)
    assert (sent.kind, asked.sent.dispatch.id != sent.id) == (DispatchKind.RESENT, True)


def send(office, version_id, *recipients):
    to = tuple(Recipient(one.agency.id) for one in recipients)
    return services.submit_dispatch(
        submission=Submission(office.agency.id, version_id, to, str(uuid4())),
        actor=office.clerk,
        now=LATER + timedelta(hours=1),
    )


@pytest.mark.both
def test_A12_a_declined_replacement_is_not_sent_beside_what_it_replaces(committee, justice):
    dispatch = a_dispatch(committee, justice)
    other = a_version(committee)
    kind = ChangeKind.REPLACEMENT
    change(committee, dispatch.version_id, other.version_id, kind=kind)
    answer(justice, the_delivery(dispatch, justice), agrees=False, note="Không cần")
    with pytest.raises(errors.EarlierKept):
        send(committee, other.version_id, justice)


def test_A12_an_update_of_what_is_only_offered_takes_its_place(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    other, kind = a_version(committee), ChangeKind.REPLACEMENT
    offered = change(committee, dispatch.version_id, other.version_id, kind=kind)
    corrected = a_new_version(committee, other.version_id)
    asked = change(
        committee,
        other.version_id,
        corrected.version_id,
        key="change 2",
        now=LATER + timedelta(minutes=5),
    )
    assert asked.offers.keys() == {delivery.id}
    answer(justice, delivery, agrees=True, now=LATER + timedelta(minutes=6))
    all_three = (delivery, offered.sent.deliveries[0], asked.sent.deliveries[0])
    assert [state(one) for one in all_three] == [
        DeliveryState.SUPERSEDED,
        DeliveryState.NOT_TAKEN,
        DeliveryState.ARRIVED,
    ]
    everything_holds()


@pytest.mark.both
def test_A12_who_refused_the_replacing_document_once_may_be_offered_it(committee, justice, finance):
    other = a_dispatch(committee, justice)
    registers.refuse_delivery(
        delivery_id=the_delivery(other, justice).id,
        reason="Nhầm",
        key="r",
        actor=justice.clerk,
        now=MONDAY_9AM,
    )
    dispatch = a_dispatch(committee, justice, finance)
    kind = ChangeKind.REPLACEMENT
    asked = change(committee, dispatch.version_id, other.version_id, kind=kind)
    assert len(asked.offers) == 2
    assert Verb.CORRECT_REFUSED not in verbs(committee.clerk)
    answer(justice, the_delivery(dispatch, justice), agrees=True)
    assert the_delivery(asked.sent.dispatch, justice).state == DeliveryState.ARRIVED
    everything_holds()


@pytest.mark.both
def test_A12_who_asks_the_same_at_once_gets_the_answer_of_the_first(
    committee, justice, monkeypatch
):
    """The second has looked for the key before the first was through."""
    dispatch = a_dispatch(committee, justice)
    new, first = updated(committee, dispatch)
    module = import_module("lienthong.exchange.services.request_change")
    look, looked = module._repeated, []

    def before_the_first(*asked):
        looked.append(asked)
        return look(*asked) if len(looked) > 1 else None

    monkeypatch.setattr(module, "_repeated", before_the_first)
    again = change(committee, dispatch.version_id, new.version_id)
    assert (again.sent.dispatch.id, len(looked)) == (first.sent.dispatch.id, 2)


def test_A12_a_late_report_keeps_its_stamp_from_before_the_offer(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    _new, asked = updated(committee, dispatch)
    answer(justice, delivery, agrees=True)
    stamp = MONDAY_9AM + timedelta(minutes=1)
    line = reported(justice, delivery, StatusCode.ACCEPTED, stamped_at=stamp)
    assert (line.delivery_id, line.stamped_at) == (asked.sent.deliveries[0].id, stamp)
    before = MONDAY_9AM - timedelta(minutes=1)
    with pytest.raises(errors.StampBeforeDispatch):
        reported(justice, delivery, StatusCode.IN_WORK, stamped_at=before)


def reported(office, delivery, code, *, key="", **said):
    report = NewReport(delivery.id, code, key or str(uuid4()), is_act=False, **said)
    return services.report_status(
        report=report, actor=office.clerk, now=LATER + timedelta(minutes=3)
    )


@pytest.mark.both
def test_A12_refusing_what_is_offered_declines_it_with_the_same_reason(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    _new, asked = updated(committee, dispatch)
    offered = asked.sent.deliveries[0]
    for _time in range(2):
        line = reported(justice, offered, StatusCode.REFUSED, key="system 1", note="Gửi nhầm")
    assert (line.code, line.delivery_id, line.note) == ("16", delivery.id, "Gửi nhầm")
    assert (state(delivery), state(offered)) == (DeliveryState.ARRIVED, DeliveryState.NOT_TAKEN)
    assert verbs(justice.clerk) == {Verb.ACCEPT}
    assert [one.code for one in queries.course([delivery.id])].count("16") == 1
    everything_holds()


def test_A12_the_limit_of_acceptance_begins_with_the_agreement(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    _new, asked = updated(committee, dispatch)
    agreed_at = LATER + timedelta(days=5)
    answer(justice, delivery, agrees=True, now=agreed_at)
    offered = queries.delivery_card(asked.sent.deliveries[0].id)
    assert asked.sent.deliveries[0].accept_by < agreed_at < offered.accept_by


@pytest.mark.both
def test_A12_a_second_update_costs_the_same_for_2_recipients_and_for_8(committee, count_statements):
    costs = []
    for number in (2, 8):
        offices = [an_office(f"Sở {one}", parent=committee.agency) for one in range(number)]
        dispatch = a_dispatch(committee, *offices)
        updated(committee, dispatch, key=f"first {number}")
        new = a_new_version(committee, dispatch.version_id)
        second = partial(change, committee, dispatch.version_id, new.version_id)
        costs.append(count_statements(partial(second, key=f"second {number}")))
    assert costs[0] == costs[1]


def test_A12_a_clerk_with_a_page_from_before_takes_in_what_came_instead(committee, justice):
    """The number is that of what is in force; the key means the same again."""
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    new, asked = updated(committee, dispatch)
    answer(justice, delivery, agrees=True)
    press = partial(
        registers.accept_delivery,
        delivery_id=delivery.id,
        key="page 1",
        actor=justice.clerk,
        now=LATER + timedelta(minutes=3),
    )
    line = press()
    assert (line.delivery_id, line.version_id) == (asked.sent.deliveries[0].id, new.version_id)
    assert press() == line
    everything_holds()


def test_A12_an_acceptance_said_again_after_an_update_has_the_line_that_it_had(committee, justice):
    dispatch = a_dispatch(committee, justice)
    delivery = the_delivery(dispatch, justice)
    press = partial(
        registers.accept_delivery,
        delivery_id=delivery.id,
        key="page 1",
        actor=justice.clerk,
        now=LATER - timedelta(minutes=3),
    )
    line = press()
    _new, asked = updated(committee, dispatch)
    answer(justice, delivery, agrees=True)
    again = press()
    assert (again.id, again.number) == (line.id, line.number)
    assert again.delivery_id == asked.sent.deliveries[0].id
    everything_holds()
