"""A pause holds, whatever the call says that was under way when somebody paused."""

import pytest
from tests.gateways.calls import a_caller
from tests.hooks.builders import a_clock, a_hook, carry, voice_of

from lienthong.hooks import queries, services
from lienthong.hooks.models import Attempt
from lienthong.hooks.services._claim import claim
from lienthong.hooks.services._settle import Called, settle
from lienthong.hooks.types import HookState, Outcome, PauseReason
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
OPERATOR = Actor.installation()


@pytest.fixture
def under_way(receivers):
    """A hook whose challenge is being told at this moment, who owns it, and the clock."""
    clock, recipient = a_clock(), a_caller("Sở Y tế")
    hook = a_hook(recipient, is_proved=False, now=clock())
    (batch,) = claim(limit=5, key=services.signing_key(now=clock()), now=clock())
    return hook, batch, recipient, clock


def came_of(batch, outcome: Outcome, status: int, clock) -> Called:
    return Called(uuid7(), batch.waiting[0].id, outcome, status, 5, clock())


def test_what_an_operator_paused_is_not_paused_for_another_reason_by_a_call_under_way(under_way):
    """Else the system could resume what the operator stopped."""
    hook, batch, _recipient, clock = under_way
    services.pause_hook(hook_id=hook.id, actor=OPERATOR, now=clock())
    settle(batch, [came_of(batch, Outcome.TURNED_DOWN, 410, clock)], now=clock())
    found = queries.hook(hook.id)
    assert (found.state, found.pause_reason) == (HookState.PAUSED, PauseReason.OPERATOR)


@pytest.mark.parametrize("is_owner", [True, False])
def test_a_challenge_that_comes_back_after_the_pause_ends_no_pause(under_way, is_owner):
    hook, batch, recipient, clock = under_way
    actor = voice_of(recipient) if is_owner else OPERATOR
    services.pause_hook(hook_id=hook.id, actor=actor, now=clock())
    settle(batch, [came_of(batch, Outcome.DELIVERED, 200, clock)], now=clock())
    assert queries.hook(hook.id).state == HookState.PAUSED
    assert not Attempt.objects.exists()
    services.resume_hook(hook_id=hook.id, actor=actor, now=clock())
    carry(now=clock())
    assert queries.hook(hook.id).state == HookState.ACTIVE, "it is challenged again"


def test_what_breaks_at_one_hook_costs_no_other_its_record(receivers, caplog):
    clock = a_clock()
    broken = a_hook(a_caller("Sở Y tế"), address="https://y.vn/tin", is_proved=False, now=clock())
    whole = a_hook(
        a_caller("Sở Tư pháp"), address="https://tp.vn/tin", is_proved=False, now=clock()
    )

    def breaks(_call):
        raise RuntimeError("https://y.vn/tin")

    receivers.answer(breaks, "https://y.vn/tin")
    assert carry(now=clock()) == 1
    assert queries.hook(whole.id).state == HookState.ACTIVE
    assert not queries.attempts(broken.id)
    (line,) = [one for one in caplog.records if one.message == "hook not recorded"]
    assert (line.hook, line.error) == (str(broken.id), "RuntimeError")
    assert all(line.places)
    receivers.answers.clear()
    clock.turn(minutes=2, seconds=1)
    assert carry(now=clock()) == 1, "it is called again after its lease"
