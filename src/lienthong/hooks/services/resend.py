"""Having sent again what was given up."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.hooks import rules
from lienthong.hooks.events import SomethingWaits
from lienthong.hooks.models import Notification
from lienthong.hooks.services._records import recorded
from lienthong.hooks.services._rows import open_hook
from lienthong.hooks.types import NotificationState
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.systems import queries as systems


def resend(
    *, hook_id: UUID, notification_ids: Collection[UUID] = (), actor: Actor, now: datetime
) -> int:
    """Send notifications again that were given up, or all of a hook; return how many.

    They keep their ids and numbers, so that a receiver that has them drops them. What is not among
    the given-up ones of this hook, or is about an agency for which its system may not act today, is
    passed over. Raises HookClosed, HookNotFound, RightMissing.
    """
    with transaction.atomic():
        row = open_hook(hook_id, actor=actor)
        granted = systems.acting_today([row.system_id], today=local_day(now))
        # A challenge is about no agency: an old one proves nothing any more.
        rows = Notification.objects.filter(
            hook=row,
            state=NotificationState.DEAD,
            agency_id__in=[agency_id for _system, agency_id in granted],
        )
        if notification_ids:
            rows = rows.filter(pk__in=set(notification_ids))
        count = rows.update(
            state=NotificationState.WAITING,
            ended_at=None,
            attempts=0,
            due_at=now,
            expires_at=now + rules.GIVES_UP_AFTER,
        )
        if count:
            recorded("resent", row, actor=actor, now=now, count=str(count))
            announce(SomethingWaits(now))
    return count
