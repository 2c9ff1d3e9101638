"""What waits for a viewer: lines by group, counts, what was done today, and for one subject."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.fields import DateTimeField, SmallIntegerField
from django.db.models.functions import Coalesce

from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import at_local, end_of_day, local_day
from lienthong.tables.places import place, places
from lienthong.tables.questions import Question, question
from lienthong.worklist import rules
from lienthong.worklist.models import WorkItem
from lienthong.worklist.types import (
    Audience,
    Verb,
    WorkCounts,
    WorkGroup,
    WorkLine,
    WorkPage,
    waits_for_others,
)

_FOLLOWING = [verb for verb in Verb if waits_for_others(verb)]


def waiting(viewer: Actor, *, now: datetime, after: str = "", limit: int = 50) -> WorkPage:
    """Return what waits for the viewer: by group, then deadline, then arrival. One statement.

    after: the mark of the page before; raises PageUnknown when it is not one.
    """
    beyond = _beyond(after) if after else None
    if viewer.agency_id is None:
        return WorkPage([], "")
    asked = {
        "agency": viewer.agency_id,
        "audiences": Audience.keys_of(viewer),
        "now": now,
        "midnight": end_of_day(local_day(now)),
    }
    if beyond is None:
        found = _first_lines(limit + 1).all(**asked)
    else:
        found = list(_in_order(_open(**asked).alias(due=_due()).filter(beyond))[: limit + 1])
    lines = [_line(row, now=now) for row in found[:limit]]
    if len(found) <= limit or not lines:
        return WorkPage(lines, "")
    last = lines[-1]
    return WorkPage(lines, rules.page_mark(last.group, last.due_at, last.id))


@cache
def _first_lines(limit: int) -> Question[WorkItem]:
    """The list that everybody's day begins with; a limit is part of its question."""
    return question(lambda: _in_order(_open(**_PLACES).alias(due=_due()))[:limit])


def counts(viewer: Actor, *, now: datetime) -> WorkCounts:
    """Return how much waits for the viewer, by group and by verb. One statement."""
    by_group: Counter[WorkGroup] = Counter()
    by_verb: Counter[Verb] = Counter()
    if viewer.agency_id is not None:
        audiences, midnight = Audience.keys_of(viewer), end_of_day(local_day(now))
        for group, verb, count in _counts.all(
            agency=viewer.agency_id, audiences=audiences, now=now, midnight=midnight
        ):
            by_group[rules.ORDER[group]] += count
            by_verb[Verb(verb)] += count
    return WorkCounts(by_group, by_verb)


@question
def _counts() -> "QuerySet[WorkItem, tuple[Any, ...]]":
    """Asked for each page: the menu has them."""
    grouped: QuerySet[WorkItem, tuple[Any, ...]] = _open(**_PLACES).values_list("group", "verb")
    return grouped.annotate(count=Count("pk")).order_by()


_PLACES = {
    "agency": place("agency"),
    "audiences": places("audiences", str),
    "now": place("now"),
    "midnight": place("midnight"),
}


def _open(*, agency: Any, audiences: Any, now: Any, midnight: Any) -> "QuerySet[Any]":
    """What waits, each line with its group. The arguments: values, or places for them."""
    rows = WorkItem.objects.filter(
        agency_id=agency, audience__in=audiences, settled_at__isnull=True
    )
    return rows.annotate(group=_group(now, midnight))


def _in_order(rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.order_by("group", "due", "pk")


def waiting_at_posts(agency_of: Mapping[UUID, UUID]) -> dict[UUID, int]:
    """Return how much waits for each of these posts alone: nobody else has it on a list.

    agency_of: the posts, each with its agency. Posts without anything are left out. One statement.
    """
    posts = {Audience(post_id=post_id).key: post_id for post_id in agency_of}
    rows = WorkItem.objects.filter(
        agency_id__in=set(agency_of.values()), audience__in=posts, settled_at__isnull=True
    )
    alone = rows.exclude(verb__in=_FOLLOWING).values_list("audience")
    return {posts[key]: count for key, count in alone.annotate(count=Count("pk")).order_by()}


def settled_today(viewer: Actor, *, now: datetime, limit: int = 20) -> list[WorkLine]:
    """Return what was done today by whom this work waited for, newest first. One statement."""
    today = local_day(now)
    midnight = end_of_day(today)
    if viewer.agency_id is None:
        return []
    done = WorkItem.objects.filter(
        agency_id=viewer.agency_id,
        audience__in=Audience.keys_of(viewer),
        settled_at__gte=at_local(today, datetime.min.time()),
        settled_at__lt=midnight,
    )
    rows = done.exclude(verb__in=_FOLLOWING).order_by("-settled_at", "-pk")[:limit]
    return [_line(row, now=now) for row in rows]


def _group(now: Any, midnight: Any) -> Case:
    """The place of a row's group as a number; the same rule as rules.group_of.

    now, midnight: moments, or places for them.
    """
    nth = rules.ORDER.index
    return Case(
        When(verb__in=_FOLLOWING, then=Value(nth(WorkGroup.OTHERS))),
        When(Q(is_urgent=True) | Q(due_at__lt=now), then=Value(nth(WorkGroup.URGENT))),
        When(due_at__isnull=True, then=Value(nth(WorkGroup.OPEN))),
        When(due_at__lte=midnight, then=Value(nth(WorkGroup.TODAY))),
        default=Value(nth(WorkGroup.SOON)),
        output_field=SmallIntegerField(),
    )


def _due() -> Coalesce:
    """The deadline, or the far end of time, so that pages go on after lines without one."""
    return Coalesce("due_at", Value(rules.NO_DEADLINE, output_field=DateTimeField()))


def _beyond(mark: str) -> Q:
    group, due, item_id = rules.read_page_mark(mark)
    nth = rules.ORDER.index(group)
    return Q(group__gt=nth) | Q(group=nth, due__gt=due) | Q(group=nth, due=due, pk__gt=item_id)


def _line(row: WorkItem, *, now: datetime) -> WorkLine:
    verb = Verb(row.verb)
    is_late = row.due_at is not None and row.due_at < (row.settled_at or now)
    group = rules.group_of(
        waits_for_others=waits_for_others(verb),
        is_urgent=row.is_urgent,
        due_at=row.due_at,
        now=now,
    )
    return WorkLine(
        id=row.pk,
        group=group,
        verb=verb,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        number=row.number,
        notation=row.notation,
        issuer=row.issuer,
        summary=row.summary,
        from_whom=row.from_whom,
        due_at=row.due_at,
        is_urgent=row.is_urgent,
        is_late=is_late,
        arrived_at=row.arrived_at,
        settled_at=row.settled_at,
    )
