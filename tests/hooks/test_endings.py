"""What ended for hooks stays ended after an older backup came back (decision 0033)."""

import pytest
from tests.gateways.calls import a_caller
from tests.hooks.builders import a_hook, carry, voice_of

from lienthong.hooks import queries, services
from lienthong.hooks.models import Hook, Notification, Subscription
from lienthong.hooks.types import HookState, PauseReason
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.ledger import queries as ledger
from lienthong.operation.services import endings

pytestmark = pytest.mark.django_db
OPERATOR = Actor.installation()


def as_before(*hooks):
    """The rows of these hooks and what they subscribe to, and how an older backup has them back."""
    rows = list(Hook.objects.filter(pk__in=[hook.id for hook in hooks]))
    told = list(Subscription.objects.filter(hook__in=rows))

    def come_back() -> None:
        Hook.objects.bulk_update(rows, ["state", "pause_reason"])
        Subscription.objects.bulk_create(told, ignore_conflicts=True)

    return come_back


def test_a_closed_hook_is_told_nothing_after_a_restore_and_a_stopped_one_not_before_it_may(
    receivers, tmp_path
):
    sender, owner = a_caller("Sở Tư pháp"), a_caller("Sở Y tế")
    closed, stopped, rests = (
        a_hook(owner, address=f"https://y.vn/{name}") for name in ("cu", "dung", "nghi")
    )
    come_back = as_before(closed, stopped, rests)
    services.close_hook(hook_id=closed.id, actor=voice_of(owner), now=clock.now())
    services.pause_hook(hook_id=stopped.id, actor=OPERATOR, now=clock.now())
    services.pause_hook(hook_id=rests.id, actor=voice_of(owner), now=clock.now())
    endings.write_endings(tmp_path / "erasures.jsonl", at=clock.now())

    come_back()
    ended = endings.end_again(tmp_path / "erasures.jsonl", now=clock.now())

    assert [(one.kind, one.count) for one in ended] == [("hooks", 2)]
    states = [queries.hook(hook.id) for hook in (closed, stopped, rests)]
    assert [one.state for one in states] == [HookState.CLOSED, HookState.PAUSED, HookState.ACTIVE]
    assert states[1].pause_reason == PauseReason.OPERATOR
    assert sender.submit(owner).status_code == 201
    carry(now=clock.now())
    assert [receivers.told(hook.address) != [] for hook in states] == [False, False, True]
    assert not Notification.objects.filter(hook_id=closed.id, state="waiting").exists()
    acts = [line.act for line in ledger.records_of_subject(closed.id)]
    assert acts.count("hooks.hook-closed") == 2
    assert endings.end_again(tmp_path / "erasures.jsonl", now=clock.now()) == ()
