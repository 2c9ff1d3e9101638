"""A system that may act for an agency no more is told nothing of it, nor what waits already."""

from datetime import timedelta

import pytest
from tests.gateways.calls import a_caller
from tests.hooks.builders import a_hook, carry, system_of, voice_of, waiting
from tests.systems.builders import an_agency

from lienthong.hooks import queries, services
from lienthong.hooks.models import Notification
from lienthong.hooks.rules import GIVES_UP_AFTER
from lienthong.hooks.types import NewsKind
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.systems import services as systems

pytestmark = pytest.mark.django_db
OPERATOR = Actor.installation()


@pytest.fixture
def both(receivers):
    """A hook that is told of two agencies, with news of each that waits."""
    caller, second, now = a_caller("Sở Y tế"), an_agency(), clock.now()
    grant(system_of(caller), second.id)
    hook = a_hook(caller)
    services.change_hook(
        hook_id=hook.id,
        agency_ids=[caller.agency.id, second.id],
        actor=voice_of(caller),
        now=now,
    )
    lost, kept = (news(hook, agency_id) for agency_id in (caller.agency.id, second.id))
    return caller, hook, lost, kept


def grant(system, agency_id):
    systems.grant_agency(
        system_id=system.id,
        agency_id=agency_id,
        valid_from=clock.local_day(clock.now()),
        actor=OPERATOR,
        now=clock.now(),
    )


def withdraw(system, agency_id):
    systems.withdraw_agency(
        system_id=system.id,
        agency_id=agency_id,
        last_day=clock.local_day(clock.now()) - timedelta(days=1),
        actor=OPERATOR,
        now=clock.now(),
    )


def news(hook, agency_id) -> Notification:
    now = clock.now()
    return Notification.objects.create(
        hook_id=hook.id,
        kind=NewsKind.DELIVERY_ARRIVED,
        agency_id=agency_id,
        subject_id=uuid7(),
        facts={},
        made_at=now,
        expires_at=now + GIVES_UP_AFTER,
        due_at=now,
    )


def test_what_waits_when_the_grant_ends_is_given_up_and_the_rest_is_told(receivers, both):
    caller, hook, lost, kept = both
    withdraw(hook.system, caller.agency.id)
    assert carry(now=clock.now()) == 1
    (event,) = receivers.told()
    assert event["id"] == str(kept.id)
    assert event["sequence"] == "2", "what is not told takes no place: the challenge was the first"
    assert [one.id for one in queries.dead(hook.id)] == [lost.id]
    assert not waiting(hook)


def test_a_hook_with_nothing_that_may_be_told_is_called_no_more_and_not_kept(receivers, both):
    caller, hook, _lost, kept = both
    withdraw(hook.system, caller.agency.id)
    withdraw(hook.system, kept.agency_id)
    assert carry(now=clock.now()) == 0
    assert not receivers.told()
    grant(hook.system, kept.agency_id)
    later = news(hook, kept.agency_id)
    assert carry(now=clock.now()) == 1, "no lease is in the way"
    assert [one["id"] for one in receivers.told()] == [str(later.id)]


def test_what_was_given_up_is_sent_again_and_listed_only_while_the_system_may_act(receivers, both):
    caller, hook, lost, kept = both
    services.bury(now=clock.now() + GIVES_UP_AFTER)
    withdraw(hook.system, caller.agency.id)

    def listed() -> list[str]:
        answer = caller.get(f"/hooks/{hook.id}/dead")
        assert answer.status_code == 200, answer.content
        return [one["id"] for one in answer.json()["dead"]]

    assert listed() == [str(kept.id)]
    assert services.resend(hook_id=hook.id, actor=OPERATOR, now=clock.now()) == 1
    asked = {"notification_ids": [lost.id], "actor": OPERATOR, "now": clock.now()}
    assert services.resend(hook_id=hook.id, **asked) == 0
    grant(hook.system, caller.agency.id)
    assert listed() == [str(lost.id)]
    assert services.resend(hook_id=hook.id, **asked) == 1
