"""Taking hooks whose turn has come, each with what it is to be told next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from lienthong.apikit.signing import SigningKey
from lienthong.directory import queries as directory
from lienthong.hooks import queries, rules
from lienthong.hooks.models import Hook, Notification
from lienthong.hooks.types import HookState, NewsKind, NotificationState
from lienthong.kernel.clock import local_day
from lienthong.systems import queries as systems
from lienthong.systems.types import SystemState

# Far longer than one batch ever takes; what a killed worker left is due again after it.
LEASE = timedelta(minutes=2)
# Further away than any pause or lease that is given here: a clock that was ahead has written it.
FURTHEST = timedelta(hours=8)
# Notifications that one hook is told in a row, before others of it are looked for.
BATCH = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notification that is ready to be sent. challenge: what has to come back, "" for none."""

    id: UUID
    body: bytes
    challenge: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A hook that is this caller's for the time of the lease, and what to tell it, in order."""

    hook_id: UUID
    token: UUID
    address: str
    networks: tuple[str, ...]
    waiting: tuple[Waiting, ...]
    key: SigningKey


def claim(*, limit: int, key: SigningKey, now: datetime) -> list[Batch]:
    """Take up to `limit` hooks that are due; at most ten statements, one when nothing is due.

    A hook with nothing that may still be told is not taken.
    """
    if not _due(now).exists():
        return []
    with transaction.atomic(durable=True):
        # PostgreSQL passes over rows that another worker holds; SQLite lets one in at a time.
        rows = _due(now).select_for_update(skip_locked=True, of=("self",))
        hooks = {row.pk: row for row in rows.order_by("due_at", "pk")[:limit]}
        found = _still_told(hooks, _next_of(hooks, now=now), now=now)
        hooks = {row.hook_id: hooks[row.hook_id] for row in found}
        _number(hooks, found)
        for row in hooks.values():
            row.token, row.due_at = uuid4(), now + LEASE
        Hook.objects.bulk_update(hooks.values(), ["token", "due_at", "last_number"])
    return _batches(hooks, found, key=key)


def _is_due(now: datetime) -> Q:
    """Due, or put off by a clock that was ahead and is set back: that is waited for by nobody."""
    return Q(due_at__lte=now) | Q(due_at__gt=now + FURTHEST)


def _sendable(now: datetime) -> "QuerySet[Notification]":
    waiting = Notification.objects.filter(
        _is_due(now), state=NotificationState.WAITING, expires_at__gt=now
    )
    is_proved = Q(hook__state=HookState.ACTIVE)
    return waiting.filter(is_proved | Q(hook__state=HookState.UNPROVED, kind=NewsKind.CHALLENGE))


def _due(now: datetime) -> "QuerySet[Hook]":
    open_ones = Hook.objects.filter(
        _is_due(now),
        state__in=[HookState.ACTIVE, HookState.UNPROVED],
        system__state=SystemState.ACTIVE,
    )
    return open_ones.filter(Exists(_sendable(now).filter(hook=OuterRef("pk"))))


def _next_of(hooks: dict[UUID, Hook], *, now: datetime) -> list[Notification]:
    """The oldest of each hook; of one that fails just one, to see whether it works again."""
    place = Window(RowNumber(), partition_by=F("hook_id"), order_by=F("id").asc())
    rows = _sendable(now).filter(hook_id__in=hooks).annotate(place=place)
    found = rows.filter(place__lte=BATCH).order_by("id")
    return [row for row in found if row.place == 1 or not hooks[row.hook_id].failures]


def _still_told(
    hooks: dict[UUID, Hook], found: list[Notification], *, now: datetime
) -> list[Notification]:
    """Leave out agencies for which a system may act no more; what waits about them is given up.

    A challenge is about no agency.
    """
    granted = systems.acting_today({row.system_id for row in hooks.values()}, today=local_day(now))
    told, lost = list[Notification](), defaultdict[UUID, set[UUID]](set)
    for row in found:
        if row.agency_id and (hooks[row.hook_id].system_id, row.agency_id) not in granted:
            lost[row.hook_id].add(row.agency_id)
        else:
            told.append(row)
    if lost:
        _give_up(lost, now=now)
    return told


def _give_up(lost: dict[UUID, set[UUID]], *, now: datetime) -> None:
    about = (Q(hook_id=hook, agency_id__in=agencies) for hook, agencies in lost.items())
    waiting = Notification.objects.filter(reduce(or_, about), state=NotificationState.WAITING)
    waiting.update(state=NotificationState.DEAD, ended_at=now)


def _number(hooks: dict[UUID, Hook], found: list[Notification]) -> None:
    """Give places to what is sent for the first time; whoever holds the hook gives them."""
    fresh = [row for row in found if row.number is None]
    for row in fresh:
        hooks[row.hook_id].last_number += 1
        row.number = hooks[row.hook_id].last_number
    Notification.objects.bulk_update(fresh, ["number"], batch_size=200)


def _batches(hooks: dict[UUID, Hook], found: list[Notification], *, key: SigningKey) -> list[Batch]:
    agencies = directory.agencies(row.agency_id for row in found if row.agency_id)
    networks = queries.allowed_networks(row.system_id for row in hooks.values())
    waiting: dict[UUID, list[Waiting]] = defaultdict(list)
    for row in found:
        code = agencies[row.agency_id].code if row.agency_id else ""
        challenge = row.facts.get("challenge", "")
        waiting[row.hook_id].append(Waiting(row.pk, _body(row, code), challenge))
    return [
        Batch(
            hook_id=row.pk,
            token=row.token or uuid4(),
            address=row.address,
            networks=networks.get(row.system_id, ()),
            waiting=tuple(waiting[row.pk]),
            key=key,
        )
        for row in hooks.values()
    ]


def _body(row: Notification, agency: str) -> bytes:
    return rules.event_of(
        installation=settings.LIENTHONG_INSTALLATION,
        notification_id=str(row.pk),
        hook_id=str(row.hook_id),
        kind=NewsKind(row.kind),
        agency=agency,
        subject_id=str(row.subject_id),
        facts=row.facts,
        number=row.number or 0,
        made_at=row.made_at,
    )
