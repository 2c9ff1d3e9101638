"""Who acts for whom, and who may sign for an agency on a day."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from lienthong.access.errors import UnknownActing
from lienthong.access.models import Acting
from lienthong.access.types import ActingCard, ActingKind
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role


def acting(acting_id: UUID) -> ActingCard:
    """Return one. Raises UnknownActing. Two statements."""
    found = _cards(Acting.objects.filter(pk=acting_id))
    if not found:
        raise UnknownActing
    return found[0]


def held_acting(acting_id: UUID, *, post_ids: Collection[UUID], on: date) -> ActingCard:
    """Return by what one who holds these posts acts for another on a day. Two statements.

    Raises UnknownActing when it is not given to one of these posts, or does not hold on that day.
    """
    card = acting(acting_id)
    if card.post.id not in post_ids or not card.holds(on):
        raise UnknownActing
    return card


def actings_of_posts(post_ids: Iterable[UUID], *, on: date) -> list[ActingCard]:
    """Return by what the holders of these posts act for others on a day. Two statements."""
    return _cards(_on(on).filter(post_id__in=list(post_ids)).order_by("valid_from", "pk"))


def actings_of_agency(agency_id: UUID, *, ended_since: date, limit: int = 200) -> list[ActingCard]:
    """Return who acts for whom in an agency, the latest first, also those to come.

    Two statements.
    """
    rows = Acting.objects.filter(agency_id=agency_id, valid_to__gte=ended_since)
    return _cards(rows.order_by("-valid_from", "-pk")[:limit])


def signers_of(agency_id: UUID, *, on: date) -> list[PostCard]:
    """Return who may sign for an agency on a day: its leaders, then those who act for them.

    Of who acts for another the card has the line over the signature ("TUQ. CHỦ TỊCH") and the
    title under it, and stands beside that of his or her own post. Three statements.
    """
    leaders = directory.posts_of_agency(agency_id, on=on, role=Role.LEADER)
    cards = _cards(_on(on).filter(agency_id=agency_id).order_by("valid_from", "pk"))
    held = directory.held_among((card.post.id for card in cards), on=on) if cards else set()
    return leaders + [
        replace(card.post, authority=card.authority, title=card.position)
        for card in cards
        if card.post.id in held
    ]


def _on(day: date) -> "QuerySet[Acting]":
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    return Acting.objects.filter(not_ended, valid_from__lte=day, valid_to__gte=day)


def _cards(rows: "QuerySet[Acting]") -> list[ActingCard]:
    found = list(rows)
    posts = directory.posts({key for row in found for key in (row.post_id, row.for_post_id)})
    return [
        ActingCard(
            id=row.pk,
            kind=ActingKind(row.kind),
            post=posts[row.post_id],
            for_post=posts[row.for_post_id],
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            kinds=frozenset(row.kinds),
            subjects=row.subjects,
            source=row.source,
            granted_by=row.granted_by,
            ended_on=row.ended_on,
            end_reason=row.end_reason,
        )
        for row in found
    ]
