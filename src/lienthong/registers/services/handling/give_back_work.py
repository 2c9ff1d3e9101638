"""Giving back: what was given to one person whose post has ended is put before the leaders."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.registers import queries
from lienthong.registers.models import Assignment, IncomingDocument
from lienthong.registers.services import _work
from lienthong.registers.services.handling import _incoming
from lienthong.registers.types import AssignmentRole, AssignmentState, WorkState
from lienthong.worklist import services as worklist

_GIVEN_BACK = declare(
    "registers.work-given-back",
    _(
        "%(name)s đã thôi vị trí %(title)s: phần việc của người này ở văn bản đến số %(number)s "
        "cần giao cho người khác."
    ),
)
_AT_WORK = (AssignmentState.WAITING, AssignmentState.STARTED)
_CLOSED = (WorkState.FINISHED, WorkState.RECALLED)


def give_back_work(*, now: datetime) -> int:
    """Give back the open work of posts that have ended; return how many documents it was about.

    Where the person holds another post of the same agency that handles documents, the work goes
    there. Elsewhere it is withdrawn: a document that loses its lead waits for the leaders again,
    and they are told of each part that nobody has now. Each document is a transaction of its own;
    again changes nothing. Two statements for every 500 people with work, some ten a document.
    """
    today = local_day(now)
    return sum(
        _give_back(entry_id, post, successor, now=now)
        for post in _ended_posts(today)
        for successor in [queries.held_instead(post, on=today)]
        for entry_id in _open_work(post.id)
    )


def _ended_posts(today: date) -> list[PostCard]:
    """Return the posts that have work in hand and are nobody's today."""
    at_work = Assignment.objects.filter(post__isnull=False, state__in=_AT_WORK)
    ids = at_work.order_by().values_list("post_id", flat=True).distinct()
    return directory.ended_among(ids, on=today)


def _open_work(post_id: UUID) -> list[UUID]:
    rows = Assignment.objects.filter(post_id=post_id, state__in=_AT_WORK)
    return sorted(set(rows.values_list("incoming_id", flat=True)))


def _give_back(entry_id: UUID, post: PostCard, successor: PostCard | None, *, now: datetime) -> int:
    with transaction.atomic():
        found = IncomingDocument.objects.select_for_update(of=("self",)).select_related("entry")
        incoming = found.get(pk=entry_id)
        at_work = Assignment.objects.filter(post_id=post.id, state__in=_AT_WORK)
        rows = list(at_work.filter(incoming=incoming).order_by("pk"))
        _take_off_lists(incoming, rows, now=now)
        if successor is not None:
            _move(incoming, rows, successor, now=now)
        else:
            _withdraw(incoming, rows, post, now=now)
        return 1 if rows else 0


def _take_off_lists(incoming: IncomingDocument, rows: list[Assignment], *, now: datetime) -> None:
    for row in rows:
        worklist.settle(
            subject_kind="entry",
            subject_ids=[incoming.pk],
            verbs=[_work.verb_of(row)],
            audience=_work.audience_of(row),
            actor=Actor.installation(),
            now=now,
        )


def _move(
    incoming: IncomingDocument, rows: list[Assignment], to: PostCard, *, now: datetime
) -> None:
    for row in rows:
        row.post_id = to.id
    Assignment.objects.bulk_update(rows, ["post"])
    worklist.put(
        [_work.for_assignee(row, incoming, from_whom=to.person_name, now=now) for row in rows]
    )


def _withdraw(
    incoming: IncomingDocument, rows: list[Assignment], post: PostCard, *, now: datetime
) -> None:
    for row in rows:
        row.state = AssignmentState.WITHDRAWN
    Assignment.objects.bulk_update(rows, ["state"])
    if incoming.state in _CLOSED:
        return
    roles = {row.role for row in rows}
    if AssignmentRole.LEAD in roles:
        _incoming.put_before_leaders(incoming, from_whom=post.person_name, now=now)
    if roles - {AssignmentRole.INFORMED}:
        notices.tell([_to_leaders(incoming, post)], now=now)


def _to_leaders(incoming: IncomingDocument, post: PostCard) -> NewNotice:
    return NewNotice(
        agency_id=incoming.agency_id,
        role=Role.LEADER,
        code=_GIVEN_BACK,
        facts={
            "name": post.person_name,
            "title": post.title,
            "number": f"{incoming.entry.number}{incoming.entry.number_suffix}",
        },
        subject_kind="entry",
        subject_id=incoming.pk,
    )
