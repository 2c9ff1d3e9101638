"""What a viewer was told, and has not read yet."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from lienthong.kernel.actor import Actor
from lienthong.notices.errors import NoticeNotFound
from lienthong.notices.models import Notice, Reading
from lienthong.notices.sentences import sentence_of
from lienthong.notices.types import NoticeLine
from lienthong.notices.visibility import notices_of


def unread(viewer: Actor, *, before: UUID | None = None, limit: int = 20) -> list[NoticeLine]:
    """Return what the viewer has not read, newest first; `before`: the last id seen.

    One statement.
    """
    rows = _unread(viewer)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_line(row) for row in rows.order_by("-pk")[:limit]]


def count_unread(viewer: Actor, *, most: int = 100) -> int:
    """Return how many the viewer has not read, counting no further than `most`. One statement."""
    return _unread(viewer)[:most].count()


def notice(notice_id: UUID, *, viewer: Actor) -> NoticeLine:
    """Return a notice that the viewer may read, read or not. One statement.

    Raises NoticeNotFound, also when it is somebody else's.
    """
    row = None if viewer.post_id is None else notices_of(viewer).filter(pk=notice_id).first()
    if row is None:
        raise NoticeNotFound
    return _line(row)


def was_told(code: str, subject_id: UUID, *, since: datetime) -> bool:
    """Return whether anybody was told so about a subject after a moment. One statement."""
    rows = Notice.objects.filter(told_at__gt=since, code=code, subject_id=subject_id)
    return rows.exists()


def _unread(viewer: Actor) -> "QuerySet[Notice]":
    if viewer.post_id is None:
        return Notice.objects.none()
    own = Reading.objects.filter(notice=OuterRef("pk"), post_id=viewer.post_id)
    return notices_of(viewer).filter(~Exists(own))


def _line(row: Notice) -> NoticeLine:
    return NoticeLine(
        id=row.pk,
        code=row.code,
        sentence=sentence_of(row.code),
        facts=row.facts,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        told_at=row.told_at,
    )
