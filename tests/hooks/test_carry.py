"""Telling: retried with growing pauses, given up in the end, and nobody holds another."""

import json
import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from tests.gateways.calls import a_caller
from tests.hooks.builders import (
    ADDRESS,
    AWAY,
    a_clock,
    a_hook,
    carry,
    echo,
    waiting,
)

from lienthong.apikit.signing import Message, content_digest, is_genuine, read_claim
from lienthong.hooks import queries, services
from lienthong.hooks.models import Attempt, Notification
from lienthong.hooks.rules import FAILS_AT_MOST, GIVES_UP_AFTER
from lienthong.hooks.services._claim import claim
from lienthong.hooks.services._settle import Called, settle
from lienthong.hooks.types import HookState, NewsKind, Outcome, PauseReason, Reply
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.notices.models import Notice

pytestmark = pytest.mark.django_db
TURNED_DOWN = Reply(Outcome.DELIVERED, 422)


@pytest.fixture
def told(receivers):
    """A proved hook with one notification, and the clock of those who call."""
    clock = a_clock()
    recipient = a_caller("Sở Y tế")
    hook = a_hook(recipient, now=clock())
    news(hook, recipient, clock)
    return hook, recipient, clock


def news(hook, recipient, clock) -> Notification:
    return Notification.objects.create(
        hook_id=hook.id,
        kind=NewsKind.DELIVERY_ARRIVED,
        agency_id=recipient.agency.id,
        subject_id=uuid7(),
        facts={},
        made_at=clock(),
        expires_at=clock() + GIVES_UP_AFTER,
        due_at=clock(),
    )


def test_every_call_is_signed_over_address_and_body_by_a_published_key(receivers, told):
    _hook, _recipient, clock = told
    carry(now=clock())
    (call,) = receivers.calls[ADDRESS]
    claim_ = read_claim(call.headers)
    published = dict(queries.published_keys())
    message = Message("POST", call.url, dict(call.headers))
    assert is_genuine(message, key_id=claim_.key_id, public_pem=published[claim_.key_id].encode())
    assert call.headers["Content-Digest"] == content_digest([call.body])
    assert {"@method", "@target-uri", "content-digest"} <= set(claim_.components)
    elsewhere = Message("POST", "https://other.vn/tin", dict(call.headers))
    assert not is_genuine(
        elsewhere, key_id=claim_.key_id, public_pem=published[claim_.key_id].encode()
    )


def test_an_outage_is_tried_again_with_growing_pauses_and_then_told_under_the_same_id(
    receivers, told
):
    hook, _recipient, clock = told
    receivers.answer(AWAY)
    tries = []
    while len(tries) < 4:
        if carry(now=clock()):
            tries.append(clock())
        clock.turn(seconds=20)
    pauses = [later - earlier for earlier, later in pairwise(tries)]
    assert pauses == sorted(pauses)
    assert pauses[-1] > 8 * pauses[0]
    receivers.answer(echo)
    clock.turn(hours=1)
    assert carry(now=clock()) == 1
    assert len({json.loads(call.body)["id"] for call in receivers.calls[ADDRESS]}) == 1
    assert not waiting(hook)
    assert [one.outcome for one in queries.attempts(hook.id)][:2] == ["delivered", "unreachable"]


def test_one_notification_that_is_turned_down_holds_back_no_other(receivers, told):
    hook, recipient, clock = told
    second = news(hook, recipient, clock)
    receivers.answer(
        lambda call: echo(call) if str(second.id).encode() in call.body else TURNED_DOWN
    )
    for _minute in range(4):
        carry(now=clock())
        clock.turn(seconds=75)
    assert [one.id for one in waiting(hook)] != [second.id]
    assert Notification.objects.get(pk=second.id).state == "delivered"


def test_what_could_not_be_told_in_three_days_is_kept_as_dead_and_sent_again_on_demand(
    receivers, told
):
    hook, _recipient, clock = told
    receivers.answer(TURNED_DOWN)
    carry(now=clock())
    clock.turn(days=3, seconds=1)
    assert services.bury(now=clock()) == 1
    (dead,) = queries.dead(hook.id)
    receivers.answer(echo)
    assert carry(now=clock()) == 0
    actor = Actor.installation()
    assert services.resend(hook_id=hook.id, actor=actor, now=clock()) == 1
    clock.turn(minutes=2)
    assert carry(now=clock()) == 1
    again = json.loads(receivers.calls[ADDRESS][-1].body)
    assert again["id"] == str(dead.id)
    assert again["sequence"] == str(dead.number)
    assert services.resend(hook_id=hook.id, actor=actor, now=clock()) == 0


def test_an_address_that_fails_for_a_day_is_paused_and_its_owner_is_told(receivers, told):
    hook, recipient, clock = told
    receivers.answer(AWAY)
    carry(now=clock())
    clock.turn(seconds=FAILS_AT_MOST.total_seconds())
    carry(now=clock())
    found = queries.hook(hook.id)
    assert (found.state, found.pause_reason) == (HookState.PAUSED, PauseReason.FAILING)
    notice = Notice.objects.filter(agency_id=recipient.agency.id, code="hooks.paused").first()
    assert notice.facts["host"] == "vanban.so.vn"
    clock.turn(hours=1)
    receivers.answer(echo)
    assert carry(now=clock()) == 0, "only a person or the system itself resumes it"
    services.resume_hook(hook_id=hook.id, actor=Actor.installation(), now=clock())
    assert carry(now=clock()) == 1


def test_an_address_that_says_it_is_gone_is_called_no_more(receivers, told):
    hook, _recipient, clock = told
    receivers.answer(Reply(Outcome.DELIVERED, 410))
    carry(now=clock())
    assert queries.hook(hook.id).pause_reason == PauseReason.GONE
    clock.turn(days=1)
    assert carry(now=clock()) == 0


@pytest.mark.parametrize("status", [301, 302, 307, 404, 429, 500, 503])
def test_no_answer_but_success_counts_and_no_redirect_is_followed(receivers, told, status):
    hook, _recipient, clock = told
    receivers.answer(Reply(Outcome.DELIVERED, status))
    assert carry(now=clock()) == 1
    (attempt,) = queries.attempts(hook.id, limit=1)
    assert (attempt.outcome, attempt.status) == (Outcome.TURNED_DOWN, status)
    assert len(waiting(hook)) == 1


def test_a_hook_is_proved_by_sending_its_challenge_back_and_by_nothing_else(receivers):
    clock = a_clock()
    receivers.answer(Reply(Outcome.DELIVERED, 200, b'{"challenge": "guessed"}'))
    hook = a_hook(a_caller("Sở Y tế"), is_proved=False, now=clock())
    carry(now=clock())
    assert queries.hook(hook.id).state == HookState.UNPROVED
    assert queries.attempts(hook.id)[0].outcome == Outcome.NOT_ECHOED
    receivers.answer(echo)
    services.challenge_hook(hook_id=hook.id, actor=Actor.installation(), now=clock())
    carry(now=clock())
    assert queries.hook(hook.id).state == HookState.ACTIVE


def test_a_slow_hook_holds_no_other(receivers):
    """The slow one answers only after the other was told everything."""
    clock = a_clock()
    slow, quick = a_caller("Sở Y tế"), a_caller("Sở Tư pháp")
    slow_hook = a_hook(slow, address="https://slow.vn/tin", now=clock())
    quick_hook = a_hook(quick, now=clock())
    news(slow_hook, slow, clock)
    for _one in range(3):
        news(quick_hook, quick, clock)
    is_told = threading.Event()

    def answer_slowly(call):
        assert is_told.wait(30)
        return echo(call)

    def answer(call):
        if len(receivers.calls[ADDRESS]) == 3:
            is_told.set()
        return echo(call)

    receivers.answer(answer_slowly, "https://slow.vn/tin")
    receivers.answer(answer)
    assert carry(now=clock()) == 4
    assert not waiting(slow_hook)
    assert not waiting(quick_hook)


def test_whoever_held_a_hook_too_long_records_nothing(receivers, told):
    """A worker that stopped in the middle of a call comes back after another took its place."""
    hook, _recipient, clock = told
    (batch,) = claim(limit=5, key=services.signing_key(now=clock()), now=clock())
    clock.turn(minutes=2, seconds=1)
    carry(now=clock())
    before = Attempt.objects.count()
    late = Called(uuid7(), batch.waiting[0].id, Outcome.TIMED_OUT, 0, 5_000, clock())
    settle(batch, [late], now=clock())
    assert Attempt.objects.count() == before
    assert not waiting(hook)


def test_what_a_killed_worker_claimed_is_told_after_the_lease(receivers, told):
    hook, _recipient, clock = told
    key = services.signing_key(now=clock())
    (batch,) = claim(limit=5, key=key, now=clock())
    assert batch.hook_id == hook.id
    assert carry(now=clock()) == 0
    clock.turn(minutes=2, seconds=1)
    assert carry(now=clock()) == 1
    assert len(receivers.told()) == 1


def test_a_clock_that_was_ahead_and_is_set_back_silences_no_hook(receivers, told):
    hook, recipient, clock = told
    clock.turn(days=1)
    news(hook, recipient, clock)
    claim(limit=5, key=services.signing_key(now=clock()), now=clock())  # and dies
    clock.turn(days=-1)
    assert carry(now=clock()) == 2
    assert not waiting(hook)


def test_telling_takes_the_same_statements_whatever_waits(receivers, told):
    hook, recipient, clock = told

    def statements() -> int:
        asked: list[str] = []

        def note(execute, sql, *rest):
            asked.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            carry(now=clock())
        return len(asked)

    few = statements()
    for _one in range(15):
        news(hook, recipient, clock)
    assert statements() <= few
    assert not waiting(hook)


def test_what_ended_a_month_ago_is_forgotten_with_its_calls(receivers, told):
    hook, _recipient, clock = told
    carry(now=clock())
    clock.turn(days=30, seconds=1)
    assert services.prune_notifications(now=clock()) == 2
    assert not queries.attempts(hook.id)
    assert not Notification.objects.exists()
    assert clock() - timedelta(days=31) < hook.created_at


def test_after_a_change_of_keys_new_notifications_name_the_new_one_and_old_ones_stay_checkable(
    receivers, told
):
    hook, recipient, clock = told
    carry(now=clock())
    new = services.rotate_signing_key(actor=Actor.installation(), now=clock.turn(seconds=1))
    news(hook, recipient, clock)
    carry(now=clock())
    named = [read_claim(call.headers).key_id for call in receivers.calls[ADDRESS]]
    published = [key_id for key_id, _pem in queries.published_keys()]
    assert published == [new, named[0]]
    assert named[1] == new
