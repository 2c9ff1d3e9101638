"""When an agency ends: no system speaks for it any more, and none silently for who took over."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from django.db.models import Q

from lienthong.directory import queries as directory
from lienthong.directory.events import AgenciesReorganised, HandOver, Moved
from lienthong.directory.types import HEADS, Role
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.systems.models import Grant
from lienthong.systems.services._drop import drop_requests
from lienthong.systems.services._records import recorded

GRANT_ENDED = declare(
    "systems.grant-ended",
    _(
        "Hệ thống “%(system)s” không còn được thay mặt %(agency)s sau ngày %(day)s. Nếu hệ thống "
        "này tiếp tục phục vụ %(heir)s, cần cấp quyền mới."
    ),
)


def end_grants(event: AgenciesReorganised) -> None:
    """Let the grants of every agency that ended count up to its last day, and say so.

    Who may speak for the heir is decided anew: nothing passes to it by itself, and what was asked
    of the old agency and is not answered is asked no more. The heir's leaders and administrators
    are told, and every operator, who looks after the systems and knows their owners.
    A statement and a record for each grant: an agency has one or two systems.
    """
    last_day = event.happens_on - timedelta(days=1)
    for one in event.hand_overs:
        not_over = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
        rows = Grant.objects.select_related("system").filter(not_over, agency_id=one.from_id)
        for row in rows.order_by("system__slug", "pk"):
            _end(row, one, event, last_day)
        drop_requests(agency_id=one.from_id, actor=event.actor, now=event.now)


def _end(row: Grant, one: HandOver, event: AgenciesReorganised, last_day: date) -> None:
    row.valid_to = last_day
    row.save(update_fields=["valid_to"])
    about, facts = {"agency": one.from_id}, {"last-day": last_day.isoformat()}
    recorded("agency-withdrawn", row.system, about, actor=event.actor, now=event.now, **facts)
    notices.tell(_notices(row, one, event, last_day), now=event.now)
    label = f"{row.system.name} ({row.system.slug})"
    event.moved.append(Moved("grant", str(row.system.pk), label, one.from_id, None))


def _notices(
    row: Grant, one: HandOver, event: AgenciesReorganised, last_day: date
) -> Iterator[NewNotice]:
    """To the heads of the heir, and to every post of an operator."""
    facts = {
        "system": row.system.name,
        "agency": one.from_name,
        "day": f"{last_day:%d/%m/%Y}",
        "heir": one.heir_name,
    }
    told = partial(
        NewNotice,
        code=GRANT_ENDED,
        facts=facts,
        subject_kind="system",
        subject_id=row.system.pk,
    )
    for role in HEADS:
        yield told(agency_id=one.heir_id, role=role)
    for post in directory.posts_of_role(Role.OPERATOR, on=local_day(event.now)):
        yield told(agency_id=post.agency_id, post_id=post.id)
