"""Writing down what came of calls, for whoever still holds the hook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from uuid import UUID

from django.db import transaction

from lienthong.hooks import rules
from lienthong.hooks.models import Attempt, Hook, Notification
from lienthong.hooks.services._claim import Batch
from lienthong.hooks.services._records import recorded
from lienthong.hooks.services._tell import tell_paused
from lienthong.hooks.types import HookState, NewsKind, NotificationState, Outcome, PauseReason
from lienthong.kernel.actor import Actor

# Rows in one INSERT: seven values each.
BATCH = 100
_GONE = 410
_random = SystemRandom()


@dataclass(frozen=True, slots=True)
class Called:
    """One call that was made. id: of the attempt. status: 0 without an answer."""

    id: UUID
    notification_id: UUID
    outcome: Outcome
    status: int
    milliseconds: int
    called_at: datetime


def settle(batch: Batch, calls: Sequence[Called], *, now: datetime) -> None:
    """Record calls in at most ten statements, twelve where the hook is paused.

    Who held a hook too long records nothing: what it sent is sent again, under the same ids.
    """
    with transaction.atomic(durable=True):
        rows = Hook.objects.select_for_update(of=("self",)).select_related("system")
        row = rows.filter(pk=batch.hook_id, token=batch.token).first()
        if row is None:
            return
        told = Notification.objects.in_bulk([one.notification_id for one in calls])
        for one in calls:
            _note(told[one.notification_id], one, now=now)
            _follow(row, told[one.notification_id], one, now=now)
        fields = ["state", "ended_at", "attempts", "due_at"]
        Notification.objects.bulk_update(told.values(), fields, batch_size=BATCH)
        Attempt.objects.bulk_create(
            (
                Attempt(
                    id=one.id,
                    hook=row,
                    notification_id=one.notification_id,
                    outcome=one.outcome,
                    status=one.status,
                    milliseconds=one.milliseconds,
                    called_at=one.called_at,
                )
                for one in calls
            ),
            batch_size=BATCH,
        )
        row.token = None
        row.save()


def _note(told: Notification, one: Called, *, now: datetime) -> None:
    told.attempts = min(told.attempts + 1, 30_000)
    if one.outcome == Outcome.DELIVERED:
        told.state, told.ended_at = NotificationState.DELIVERED, now
    elif one.status:
        # Somebody is there, and does not want this one now: others may go first.
        told.due_at = now + rules.pause_after(told.attempts, jitter=_random.random())


def _follow(row: Hook, told: Notification, one: Called, *, now: datetime) -> None:
    """What one call says about the address."""
    if one.outcome == Outcome.DELIVERED:
        row.failures, row.failing_since, row.succeeded_at, row.due_at = 0, None, now, now
        if told.kind == NewsKind.CHALLENGE:
            row.proved_at, row.state = now, HookState.ACTIVE
        return
    row.failures += 1
    row.failing_since = row.failing_since or now
    row.due_at = now + rules.hook_pause(
        row.failures, has_answered=bool(one.status), jitter=_random.random()
    )
    if one.status == _GONE:
        _pause(row, PauseReason.GONE, now=now)
    elif now - row.failing_since >= rules.FAILS_AT_MOST:
        _pause(row, PauseReason.FAILING, now=now)


def _pause(row: Hook, reason: PauseReason, *, now: datetime) -> None:
    row.state, row.pause_reason = HookState.PAUSED, reason
    recorded("hook-paused", row, actor=Actor.installation(), now=now, reason=reason)
    tell_paused(row, row.system.name, now=now)
