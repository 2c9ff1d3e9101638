"""Rows of hooks, locked, for those who may change them."""

import secrets
from datetime import datetime
from uuid import UUID

from lienthong.access import services as access
from lienthong.hooks import rules
from lienthong.hooks.errors import HookClosed, HookNotFound
from lienthong.hooks.events import SomethingWaits
from lienthong.hooks.models import Hook, Notification
from lienthong.hooks.types import HookState, NewsKind, NotificationState
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.news import announce

RIGHT = "systems.manage"


def require_owner(actor: Actor, system_id: UUID) -> None:
    """Let a system change its own hooks, and operators all. Raises HookNotFound, RightMissing."""
    if actor.kind != ActorKind.SYSTEM:
        access.require(actor, RIGHT)
    elif actor.account_id != system_id:
        raise HookNotFound


def open_hook(hook_id: UUID, *, actor: Actor) -> Hook:
    """Return the locked row of a hook that is not closed. Raises HookClosed, HookNotFound."""
    row = any_hook(hook_id, actor=actor)
    if row.state == HookState.CLOSED:
        raise HookClosed
    return row


def any_hook(hook_id: UUID, *, actor: Actor) -> Hook:
    """Return the locked row of a hook. Raises HookNotFound, RightMissing."""
    row = Hook.objects.select_for_update().filter(pk=hook_id).first()
    if row is None:
        raise HookNotFound
    require_owner(actor, row.system_id)
    return row


def challenge(row: Hook, *, now: datetime) -> None:
    """Let the address be called with a text that only its owner can send back; one at a time."""
    waiting = Notification.objects.filter(
        hook=row, kind=NewsKind.CHALLENGE, state=NotificationState.WAITING
    )
    waiting.update(state=NotificationState.DEAD, ended_at=now)
    Notification.objects.create(
        hook=row,
        kind=NewsKind.CHALLENGE,
        subject_id=row.pk,
        facts={"challenge": secrets.token_urlsafe(24)},
        made_at=now,
        expires_at=now + rules.CHALLENGE_LASTS,
        due_at=now,
    )
    announce(SomethingWaits(now))
