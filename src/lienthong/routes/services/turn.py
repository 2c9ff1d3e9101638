"""The turn of a route: carry, fetch, follow the list, then rest until its next time."""

import logging
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.routes import rules
from lienthong.routes.models import Route
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.services._bearers import Bearer, ToParent, ToSister
from lienthong.routes.services._ends import parent_of, sister_of
from lienthong.routes.services.carry import carry_next, due_parcels
from lienthong.routes.services.follow import fetch_receipts, follow
from lienthong.routes.services.poll import poll
from lienthong.routes.services.synchronise import our_agencies, synchronise
from lienthong.routes.types import RouteKind, RouteState, Trouble

# Longer than one turn ever takes; what a killed worker left is due again after it.
LEASE = timedelta(minutes=15)
# Seconds after which a turn begins nothing new, so that the worker's other jobs have their turn.
LONGEST = 10.0
_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def take_turns(*, clock: Clock) -> int:
    """Work on every route that is due; return how many. One statement when none is.

    One that fails costs the others nothing: it rests, longer and longer, up to ten minutes.
    """
    done: list[UUID] = []
    while (row := _claim(done, now=clock())) is not None:
        done.append(row.pk)
        trouble, said = Trouble.NONE, ""
        try:
            has_more = _work(row, clock=clock)
        except Away as away:
            has_more, trouble, said = False, away.trouble, away.said
        except TurnedDown as everything:
            has_more, trouble, said = False, Trouble.NOT_LET_IN, everything.said
        except Exception as error:
            # Without its text: that of a database may show a row.
            kind, places = type(error).__name__, traceback.format_tb(error.__traceback__, limit=-4)
            facts = {"route": row.slug, "error": kind, "places": places}
            _log.error("route failed", extra=facts)
            has_more, trouble, said = False, Trouble.ODD_ANSWER, kind
        _release(row, trouble, said, has_more=has_more, now=clock())
        if has_more:
            break  # its turn is over, and other work waits for this worker
    return len(done)


def _work(row: Route, *, clock: Clock) -> bool:
    """Do what is due on a route; True when its time was not enough. Raises Away."""
    work = _with_sister if row.kind == RouteKind.SISTER else _with_parent
    return work(row, clock=clock)


def _with_parent(row: Route, *, clock: Clock) -> bool:
    parent, ends = parent_of(row), time.monotonic() + LONGEST
    has_more = False
    if row.list_at <= clock():
        has_more = synchronise(row, parent.agencies(), parent.register, now=clock())
        _listed(row, has_more=has_more, now=clock())
    if row.poll_at <= clock():
        has_more |= poll(row, parent, clock=clock)
        row.poll_at = clock() if has_more else clock() + rules.POLL
    return _carry(row, ToParent(parent), ends=ends, clock=clock) or has_more


def _with_sister(row: Route, *, clock: Clock) -> bool:
    """Somebody of ours has to ask; whoever it is hears the same."""
    ends, speaker = time.monotonic() + LONGEST, next(our_agencies(row, now=clock()), None)
    if speaker is None:
        raise Away(Trouble.NOT_LET_IN, "routes.nobody-speaks")
    sister, code, has_more = sister_of(row), speaker.card.code, False
    if row.list_at <= clock():
        has_more = synchronise(row, sister.agencies(speaker=code), None, now=clock())
        _listed(row, has_more=has_more, now=clock())
    has_more |= _carry(row, ToSister(sister, speaker=code), ends=ends, clock=clock)
    if row.poll_at <= clock():
        follow(row, sister, now=clock())
        fetch_receipts(row, sister, now=clock())
        row.poll_at = clock() + rules.POLL
    return has_more


def _carry(row: Route, bearer: Bearer, *, ends: float, clock: Clock) -> bool:
    while carry_next(row, bearer, clock=clock):
        if time.monotonic() > ends:
            return True
    return False


def _listed(row: Route, *, has_more: bool, now: datetime) -> None:
    row.listed_at = now
    row.list_at = now if has_more else now + rules.LIST


def _due(now: datetime) -> "QuerySet[Route]":
    work = Q(poll_at__lte=now) | Q(list_at__lte=now) | Exists(due_parcels(OuterRef("pk"), now=now))
    return Route.objects.filter(work, state=RouteState.ON, due_at__lte=now)


def _claim(done: list[UUID], *, now: datetime) -> Route | None:
    """Take a route that is due and was not taken in this run."""
    due = _due(now).exclude(pk__in=done)
    if not due.exists():
        return None
    with transaction.atomic(durable=True):
        # PostgreSQL passes over rows that another worker holds; SQLite lets one in at a time.
        rows = due.select_for_update(skip_locked=True, of=("self",))
        row = rows.order_by("due_at", "pk").first()
        if row is None:
            return None
        row.token, row.due_at = uuid4(), now + LEASE
        row.save(update_fields=["token", "due_at"])
    return row


def _release(row: Route, trouble: Trouble, said: str, *, has_more: bool, now: datetime) -> None:
    """Write down how it went, unless somebody else has taken the route meanwhile."""
    with transaction.atomic(durable=True):
        mine = _held(row.pk, row.token)
        if mine is None:
            return
        mine.token, mine.poll_at, mine.list_at = None, row.poll_at, row.list_at
        mine.listed_at, mine.trouble, mine.said = row.listed_at, trouble, said[:300]
        if trouble:
            mine.failures += 1
            mine.failing_since = mine.failing_since or now
            mine.due_at = now + rules.route_pause(mine.failures)
        else:
            mine.failures, mine.failing_since, mine.succeeded_at = 0, None, now
            mine.due_at = now
        mine.save()


def _held(route_id: UUID, token: UUID | None) -> Route | None:
    return Route.objects.select_for_update().filter(pk=route_id, token=token).first()
