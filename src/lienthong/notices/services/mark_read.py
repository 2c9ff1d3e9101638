"""Mark read: a notice leaves the list of the one who has read it, not of the others."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from lienthong.kernel.actor import Actor
from lienthong.notices import queries
from lienthong.notices.models import Reading
from lienthong.notices.types import NoticeLine
from lienthong.notices.visibility import notices_of

BATCH = 300  # rows in one INSERT: three values each, below the 999 that SQLite takes


def mark_read(notice_id: UUID, *, viewer: Actor, now: datetime) -> NoticeLine:
    """Note that the viewer has read a notice, and return it; doing it again changes nothing.

    Raises NoticeNotFound, also when it is somebody else's.
    """
    line = queries.notice(notice_id, viewer=viewer)
    reading = Reading(notice_id=line.id, post_id=viewer.own_post, read_at=now)
    Reading.objects.bulk_create([reading], ignore_conflicts=True)
    return line


def mark_all_read(*, viewer: Actor, now: datetime, most: int = 1_000) -> int:
    """Note that the viewer has read everything, oldest `most` first; return how many."""
    if viewer.post_id is None:
        return 0
    own = Reading.objects.filter(notice=OuterRef("pk"), post_id=viewer.post_id)
    unread = notices_of(viewer).filter(~Exists(own)).order_by("pk")
    ids = list(unread.values_list("pk", flat=True)[:most])
    rows = (Reading(notice_id=pk, post_id=viewer.post_id, read_at=now) for pk in ids)
    Reading.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(ids)
