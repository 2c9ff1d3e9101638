"""The published rule, against a second statement of it and over generated histories (A1, A12)."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.exchange.rules import effective_at, standing
from lienthong.exchange.types import ChangeKind, DeliveryState, Report, StatusCode

NINE = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_ids = itertools.count(1)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def said(
    code: StatusCode,
    minute: float,
    *,
    received: float | None = None,
    change: ChangeKind | None = None,
    answers: UUID | None = None,
) -> Report:
    if code == StatusCode.TAKE_BACK and change is None:
        change = ChangeKind.RECALL
    return Report(
        UUID(int=next(_ids)),
        code,
        at(minute),
        at(minute if received is None else received),
        change,
        answers,
    )


def state_of(*reports: Report) -> DeliveryState:
    return standing(reports).state


def test_A1_without_reports_a_delivery_is_sent():
    assert standing([]).state == DeliveryState.SENT
    assert standing([]).since is None


def test_A1_the_furthest_step_counts_since_its_first_report():
    found = standing(
        [
            said(StatusCode.ARRIVED, 0),
            said(StatusCode.IN_WORK, 5),
            said(StatusCode.ACCEPTED, 3),
            said(StatusCode.IN_WORK, 9),
        ]
    )
    assert (found.state, found.since) == (DeliveryState.IN_WORK, at(5))


def test_A1_a_step_that_comes_late_takes_nothing_back():
    assert (
        state_of(said(StatusCode.FINISHED, 10), said(StatusCode.ASSIGNED, 4, received=30))
        == DeliveryState.FINISHED
    )


def test_A1_a_refusal_counts_until_the_document_is_taken_in_after_all():
    refused = said(StatusCode.REFUSED, 5)
    assert state_of(said(StatusCode.ARRIVED, 0), refused) == DeliveryState.REFUSED
    assert state_of(refused, said(StatusCode.ACCEPTED, 6)) == DeliveryState.ACCEPTED
    assert state_of(said(StatusCode.ACCEPTED, 4), refused) == DeliveryState.REFUSED


def test_A1_refused_and_accepted_at_the_same_moment_is_accepted():
    assert (
        state_of(said(StatusCode.REFUSED, 5), said(StatusCode.ACCEPTED, 5))
        == DeliveryState.ACCEPTED
    )


def test_A1_a_stamp_in_the_future_counts_from_when_it_was_received():
    early = said(StatusCode.REFUSED, 10_000, received=5)
    assert effective_at(early) == at(5)
    assert state_of(early, said(StatusCode.ACCEPTED, 6)) == DeliveryState.ACCEPTED


def test_A12_an_agreed_recall_ends_the_delivery_whatever_else_is_reported():
    asked = said(StatusCode.TAKE_BACK, 10)
    found = standing(
        [
            said(StatusCode.ACCEPTED, 2),
            asked,
            said(StatusCode.AGREED, 12, answers=asked.id),
            said(StatusCode.FINISHED, 20),
        ]
    )
    assert (found.state, found.since) == (DeliveryState.RECALLED, at(12))
    assert found.pending_request is None


def test_A12_a_declined_recall_leaves_the_state_and_is_remembered():
    asked = said(StatusCode.TAKE_BACK, 10)
    found = standing([said(StatusCode.ACCEPTED, 2), asked, said(StatusCode.DECLINED, 12)])
    assert found.state == DeliveryState.ACCEPTED
    assert found.pending_request is None
    assert found.declined_request == asked.id


def test_A12_an_unanswered_recall_is_pending_and_a_later_one_replaces_it():
    first, second = said(StatusCode.TAKE_BACK, 10), said(StatusCode.TAKE_BACK, 20)
    assert standing([first]).pending_request == first.id
    assert standing([first, second]).pending_request == second.id
    assert standing([first, said(StatusCode.DECLINED, 15), second]).pending_request == second.id


def test_A12_an_answer_that_names_no_request_belongs_to_the_latest_before_it():
    first, second = said(StatusCode.TAKE_BACK, 10), said(StatusCode.TAKE_BACK, 20)
    found = standing([first, second, said(StatusCode.AGREED, 15)])
    assert found.state == DeliveryState.RECALLED
    late = standing([second, first, said(StatusCode.DECLINED, 25)])
    assert late.declined_request == second.id


def test_A12_an_answer_stamped_before_the_request_still_answers_it():
    asked = said(StatusCode.TAKE_BACK, 10)
    assert state_of(asked, said(StatusCode.AGREED, 8, received=11)) == DeliveryState.RECALLED


def test_A12_an_answer_to_nothing_changes_nothing():
    assert (
        state_of(said(StatusCode.ARRIVED, 0), said(StatusCode.AGREED, 3)) == DeliveryState.ARRIVED
    )


def test_A12_the_last_of_several_answers_decides_and_agreement_wins_a_tie():
    asked = said(StatusCode.TAKE_BACK, 1)
    yes, no = said(StatusCode.AGREED, 5), said(StatusCode.DECLINED, 5)
    assert state_of(asked, yes, no) == DeliveryState.RECALLED
    assert state_of(asked, said(StatusCode.AGREED, 4), no) != DeliveryState.RECALLED


@pytest.mark.parametrize("kind", [ChangeKind.UPDATE, ChangeKind.REPLACEMENT])
def test_A12_agreeing_to_an_update_or_a_replacement_ends_the_one_before(kind):
    asked = said(StatusCode.TAKE_BACK, 3, change=kind)
    log = [said(StatusCode.ACCEPTED, 1), asked]
    assert standing(log).pending_request == asked.id
    found = standing([*log, said(StatusCode.AGREED, 4), said(StatusCode.FINISHED, 9)])
    assert (found.state, found.since) == (DeliveryState.SUPERSEDED, at(4))
    assert found.pending_request is None
    declined = standing([*log, said(StatusCode.DECLINED, 4)])
    assert (declined.state, declined.declined_request) == (DeliveryState.ACCEPTED, asked.id)


def test_A12_what_is_offered_waits_for_the_answer_and_then_stands_or_is_nothing():
    arrived, offer = said(StatusCode.ARRIVED, 3), an_offer(3)
    assert standing([arrived, offer]).pending_request is None
    assert state_of(arrived, offer) == DeliveryState.OFFERED
    assert state_of(arrived, offer, said(StatusCode.ACCEPTED, 4)) == DeliveryState.OFFERED
    yes, no = said(StatusCode.AGREED, 5), said(StatusCode.DECLINED, 5)
    assert state_of(arrived, offer, no) == DeliveryState.NOT_TAKEN
    assert state_of(arrived, offer, yes) == DeliveryState.ARRIVED
    assert state_of(arrived, offer, yes, said(StatusCode.IN_WORK, 1)) == DeliveryState.IN_WORK
    assert state_of(arrived, offer, yes, said(StatusCode.REFUSED, 6)) == DeliveryState.REFUSED


def test_A12_an_offer_that_gives_way_to_another_request_is_not_taken():
    offer, later = an_offer(3), said(StatusCode.TAKE_BACK, 8, change=ChangeKind.UPDATE)
    found = standing([said(StatusCode.ARRIVED, 3), offer, later])
    assert (found.state, found.since) == (DeliveryState.NOT_TAKEN, at(8))
    assert found.pending_request is None
    yes = said(StatusCode.AGREED, 5, answers=offer.id)
    assert standing([offer, yes, later]).pending_request == later.id


def an_offer(minute: float, change: ChangeKind = ChangeKind.UPDATE) -> Report:
    return replace(said(StatusCode.TAKE_BACK, minute, change=change), is_offer=True)


def generated(
    code: StatusCode, minute: int, received: int, change: ChangeKind, is_offer: bool
) -> Report:
    asks = code == StatusCode.TAKE_BACK
    made = said(code, minute, received=received, change=change if asks else None)
    return replace(made, is_offer=asks and is_offer and change != ChangeKind.RECALL)


histories = st.lists(
    st.builds(
        generated,
        st.sampled_from([*StatusCode, *[StatusCode.TAKE_BACK] * 2]),
        st.integers(0, 12),
        st.integers(0, 15),
        st.sampled_from(ChangeKind),
        st.booleans(),
    ),
    max_size=9,
)


@given(histories, st.randoms(use_true_random=False))
def test_A1_the_order_in_which_reports_come_does_not_matter(history, random):
    shuffled = list(history)
    random.shuffle(shuffled)
    assert standing(shuffled) == standing(history)


@given(histories)
def test_A1_the_same_report_twice_changes_nothing(history):
    assert standing([*history, *history]) == standing(history)


@given(histories)
def test_A12_once_recalled_only_a_later_answer_undoes_it(history):
    before = standing(history)
    if before.state == DeliveryState.RECALLED:
        for code in (StatusCode.FINISHED, StatusCode.REFUSED, StatusCode.ARRIVED):
            assert state_of(*history, said(code, 99)) == DeliveryState.RECALLED


@given(histories)
def test_A1_the_state_is_as_a_reader_of_the_published_words_would_find_it(history):
    assert standing(history).state == _by_the_words(history)


def _by_the_words(history: list[Report]) -> DeliveryState:
    """The rule as docs/explain/exchange.md says it, written again without looking at the code."""
    moment = {r.id: min(r.stamped_at, r.received_at) for r in history}
    asks = sorted((r for r in history if r.change), key=lambda r: (moment[r.id], r.id))
    agreed, declined = [], []
    for ask in asks:
        mine = []
        for reply in history:
            if reply.code not in (StatusCode.AGREED, StatusCode.DECLINED):
                continue
            not_later = [a for a in asks if moment[a.id] <= moment[reply.id]]
            target = not_later[-1] if not_later else asks[0]
            if target.id == ask.id:
                mine.append((moment[reply.id], reply.code == StatusCode.AGREED))
        if mine:
            (agreed if max(mine)[1] else declined).append(ask)
    for kinds, end in [({"recall"}, "recalled"), ({"update", "replacement"}, "superseded")]:
        if any(ask.change in kinds and not ask.is_offer for ask in agreed):
            return DeliveryState(end)
    if any(ask.is_offer for ask in asks) and not any(ask.is_offer for ask in agreed):
        given_up = any(ask.is_offer for ask in declined) or not all(a.is_offer for a in asks)
        return DeliveryState.NOT_TAKEN if given_up else DeliveryState.OFFERED
    taken = [moment[r.id] for r in history if r.code in ("03", "04", "05", "06")]
    refused = [moment[r.id] for r in history if r.code == "02"]
    if refused and (not taken or max(refused) > max(taken)):
        return DeliveryState.REFUSED
    names = {"01": "arrived", "03": "accepted", "04": "assigned", "05": "in-work", "06": "finished"}
    steps = sorted(r.code for r in history if r.code in names)
    return DeliveryState(names[steps[-1]]) if steps else DeliveryState.SENT
