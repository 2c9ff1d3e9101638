"""Who is told that a hook was paused by itself."""

from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.hooks.models import Hook, Subscription
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice

PAUSED = declare(
    "hooks.paused",
    _("Đã ngừng báo tin cho hệ thống “%(system)s” ở %(host)s: địa chỉ không nhận được tin."),
)


def tell_paused(row: Hook, system: str, *, now: datetime) -> None:
    """Tell the heads of the agencies that the hook is about, and operators. Three statements."""
    facts = {"system": system, "host": urlsplit(row.address).hostname or "?"}
    told = partial(NewNotice, code=PAUSED, facts=facts, subject_kind="hook", subject_id=row.pk)
    found: set[UUID] = set(
        Subscription.objects.filter(hook=row).values_list("agency_id", flat=True)
    )
    heads = [
        notice
        for agency_id in sorted(found)
        for notice in access.to_heads(agency_id, PAUSED, facts, kind="hook", subject_id=row.pk)
    ]
    posts = directory.posts_of_role(Role.OPERATOR, on=local_day(now))
    operators = [told(agency_id=post.agency_id, post_id=post.id) for post in posts]
    notices.tell([*heads, *operators], now=now)
