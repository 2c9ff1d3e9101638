"""Having sent again what was given up."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.hooks import rules
from lienthong.hooks.models import Notification
from lienthong.hooks.services._records import recorded
from lienthong.hooks.services._rows import open_hook
from lienthong.hooks.types import NewsKind, NotificationState
from lienthong.kernel.actor import Actor


def resend(
    *, hook_id: UUID, notification_ids: Collection[UUID] = (), actor: Actor, now: datetime
) -> int:
    """Send notifications again that were given up, or all of a hook; return how many.

    They keep their ids and numbers, so that a receiver that has them drops them. What is not among
    the given-up ones of this hook is passed over. Raises HookClosed, HookNotFound, RightMissing.
    """
    with transaction.atomic():
        row = open_hook(hook_id, actor=actor)
        rows = Notification.objects.filter(hook=row, state=NotificationState.DEAD)
        if notification_ids:
            rows = rows.filter(pk__in=set(notification_ids))
        # An old challenge proves nothing any more.
        count = rows.exclude(kind=NewsKind.CHALLENGE).update(
            state=NotificationState.WAITING,
            ended_at=None,
            attempts=0,
            due_at=now,
            expires_at=now + rules.GIVES_UP_AFTER,
        )
        if count:
            recorded("resent", row, actor=actor, now=now, count=str(count))
    return count
