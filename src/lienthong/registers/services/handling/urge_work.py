"""Urging (đôn đốc) about work that is late: its officers from inside, an agency from above."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.exchange import queries as exchange_queries
from lienthong.exchange import services as exchange
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.registers import errors, queries
from lienthong.registers.models import Assignment, IncomingDocument, Received
from lienthong.registers.services.handling import _incoming
from lienthong.registers.types import AssignmentRole, AssignmentState, IncomingCard, WorkState

_URGED = declare(
    "registers.officer-urged",
    _("%(who)s nhắc: văn bản đến số %(number)s quá hạn xử lý từ ngày %(due)s."),
)
_ENDED = (WorkState.FINISHED, WorkState.RECALLED)
_OPEN = (AssignmentState.WAITING, AssignmentState.STARTED)


def urge_officers(*, entry_id: UUID, key: str, actor: Actor, now: datetime) -> IncomingCard:
    """Remind whoever has a late incoming document in hand: those assigned, else the leaders.

    By a leader or clerk of their agency, once a day at most; the same key again changes nothing.
    Raises NotAllowed, EntryNotFound, WorkNotLate, exchange's UrgedToday.
    """
    access.require(actor, "registers.urge", agency_id=actor.agency_id)
    with transaction.atomic():
        incoming = _incoming.locked(entry_id, actor)
        delivery_id = incoming.entry.delivery_id
        if delivery_id is None:
            _urge_about_paper(incoming, actor, now)
        elif not exchange_queries.urged_before(
            key, agency_id=actor.own_agency, delivery_ids=[delivery_id]
        ):
            if not _is_late(incoming, now):
                raise errors.WorkNotLate(number=incoming.entry.number)
            exchange.note_urging(delivery_id=delivery_id, key=key, actor=actor, now=now)
            notices.tell(_to_officers(incoming, actor, now), now=now)
        return queries.incoming_card(incoming.pk)


def _urge_about_paper(incoming: IncomingDocument, actor: Actor, now: datetime) -> None:
    """What came on paper has no course with its sender; the day is noted, so once a day holds."""
    if not _is_late(incoming, now):
        raise errors.WorkNotLate(number=incoming.entry.number)
    not_today = Q(urged_on__isnull=True) | ~Q(urged_on=local_day(now))
    if Received.objects.filter(not_today, pk=incoming.pk).update(urged_on=local_day(now)):
        notices.tell(_to_officers(incoming, actor, now), now=now)


def urge_agency_work(
    *, agency_id: UUID, key: str, actor: Actor, now: datetime
) -> list[DeliveryCard]:
    """Remind an agency of the work that its books tell to be late, the longest late first.

    By who watches over the province, without any content; 200 documents at most. The same key
    again returns the same. Raises NotAllowed, and exchange's NothingLate and UrgedToday.
    """
    access.require(actor, "exchange.urge", agency_id=agency_id)
    late = queries.late_deliveries(agency_id, today=local_day(now))
    return exchange.urge_work(agency_id=agency_id, delivery_ids=late, key=key, actor=actor, now=now)


def _is_late(incoming: IncomingDocument, now: datetime) -> bool:
    """Whether the day until which this was to be done has passed, and it is not done."""
    is_past = incoming.due_on is not None and incoming.due_on < local_day(now)
    return is_past and incoming.state not in _ENDED


def _to_officers(incoming: IncomingDocument, actor: Actor, now: datetime) -> Iterable[NewNotice]:
    posts = _posts(incoming, now)
    audiences: list[dict[str, UUID | str]] = [{"post_id": one} for one in sorted(posts)]
    for whom in audiences or [{"role": str(Role.LEADER)}]:
        yield NewNotice(
            agency_id=incoming.agency_id,
            code=_URGED,
            facts={
                "who": actor.title or actor.name,
                "number": f"{incoming.entry.number}{incoming.entry.number_suffix}",
                "due": f"{incoming.due_on:%d/%m/%Y}",
            },
            subject_kind="entry",
            subject_id=incoming.pk,
            **whom,  # type: ignore[arg-type]  # role or post_id
        )


def _posts(incoming: IncomingDocument, now: datetime) -> set[UUID]:
    """Return who has to do with the work today: named posts, and the officers of named units."""
    given = Assignment.objects.filter(incoming=incoming, state__in=_OPEN)
    pairs = given.exclude(role=AssignmentRole.INFORMED).values_list("post_id", "unit_id")
    posts = {post_id for post_id, _unit in pairs if post_id}
    units = {unit_id for post_id, unit_id in pairs if unit_id and not post_id}
    if units:
        officers = directory.officers(incoming.agency_id, on=local_day(now))
        posts |= {post.id for post in officers if post.unit_id in units}
    return posts
