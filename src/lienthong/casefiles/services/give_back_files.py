"""Giving back: the files of a keeper whose post has ended are somebody's again."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.casefiles.models import CaseFile
from lienthong.casefiles.services import _files
from lienthong.casefiles.types import CaseFileState, CaseFileStep
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.registers import queries as registers

_LEFT = declare(
    "casefiles.keeper-left",
    _(
        "%(name)s đã thôi vị trí %(title)s: %(count)s hồ sơ người này giữ cần giao người khác. Mở "
        "mục Hồ sơ, chọn Người giữ: chưa giao."
    ),
)
# What waits for the archive comes back when it is refused; what the archive has stays as it was.
_IN_HAND = (CaseFileState.LISTED, CaseFileState.OPEN, CaseFileState.CLOSED)


def give_back_files(*, now: datetime) -> int:
    """Take files from keepers whose posts have ended; return how many.

    They go along with the person into another post of the same agency that handles documents; else
    the unit has them, or nobody, and the clerks are told. Each post is a transaction of its own;
    again changes nothing. Two statements for every 500 keepers, some ten a keeper who left.
    Source: Decree 30/2020/NĐ-CP, Article 31: who leaves hands the files over.
    """
    today = local_day(now)
    return sum(_give_back(post, today, now=now) for post in _ended_posts(today))


def _ended_posts(today: date) -> list[PostCard]:
    """Return the posts that keep files and are nobody's today."""
    kept = CaseFile.objects.filter(keeper__isnull=False, state__in=_IN_HAND)
    ids = kept.order_by().values_list("keeper_id", flat=True).distinct()
    return directory.ended_among(ids, on=today)


def _give_back(post: PostCard, today: date, *, now: datetime) -> int:
    successor = registers.held_instead(post, on=today)
    actor = Actor.installation()
    with transaction.atomic():
        kept = CaseFile.objects.filter(keeper_id=post.id, state__in=_IN_HAND)
        rows = list(kept.select_for_update(of=("self",)).order_by("pk"))
        if not rows:
            return 0
        kept.update(keeper_id=successor.id if successor else None)
        begun = [row for row in rows if row.state != CaseFileState.LISTED]
        _files.leave_step(
            begun, CaseFileStep.KEEPER_LEFT, actor=actor, now=now, note=post.person_name
        )
        # What is due for the archive waits for whom it belongs to now from the next look on.
        _files.settle([row.pk for row in rows], actor=actor, now=now)
        if successor is None:
            notices.tell([_told(post, rows[0].pk, len(rows))], now=now)
        return len(rows)


def _told(post: PostCard, first: UUID, count: int) -> NewNotice:
    return NewNotice(
        agency_id=post.agency_id,
        role=Role.CLERK,
        code=_LEFT,
        subject_kind=_files.SUBJECT,
        subject_id=first,
        facts={"name": post.person_name, "title": post.title, "count": count},
    )
