"""The turn of a route: carry, fetch, follow the list, then rest until its next time."""

import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.routes import rules
from lienthong.routes.models import Route
from lienthong.routes.ports import Away, TurnedDown
from lienthong.routes.services._bearers import Bearer, ToParent, ToSister
from lienthong.routes.services._ends import parent_of, relay_of, sister_of
from lienthong.routes.services._hold import LEASE, Hold, Lost
from lienthong.routes.services._letters import ByMail
from lienthong.routes.services.carry import carry_next, due_parcels
from lienthong.routes.services.follow import fetch_receipts, follow
from lienthong.routes.services.hand_over import hand_over_waiting
from lienthong.routes.services.poll import poll
from lienthong.routes.services.synchronise import our_agencies, synchronise
from lienthong.routes.types import RouteKind, RouteState, Trouble

_log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Part = Callable[[], bool]


def take_turns(*, clock: Clock) -> int:
    """Work on every route that is due; return how many. One statement when none is.

    One that fails costs the others nothing: it rests, longer and longer, up to ten minutes.
    """
    done: list[UUID] = []
    while (row := _claim(done, now=clock())) is not None:
        done.append(row.pk)
        try:
            outcome = _work(row, clock=clock)
        except Lost:
            continue
        except Exception as error:
            outcome = _Outcome(stopped=error)
            _ask_others(row, now=clock())
        has_more = _release(row, outcome, now=clock())
        if has_more:
            break  # its turn is over, and other work waits for this worker
    return len(done)


def _ask_others(row: Route, *, now: datetime) -> None:
    """Let other routes carry what waits, when this one has reached nobody for long."""
    if rules.is_dead(row.unreached_since, now=now):
        hand_over_waiting(row, now=now)


@dataclass(slots=True)
class _Outcome:
    """How a turn went. stopped: why all of it was, or, where the other side answers, a part."""

    has_more: bool = False
    stopped: Exception | None = None
    is_partly: bool = False

    def told(self, row: Route) -> tuple[Trouble, str]:
        """Return what stopped it in the words that operators see."""
        match self.stopped:
            case None:
                return Trouble.NONE, ""
            case Away() as away:
                return away.trouble, away.said
            case TurnedDown() as refusal:
                is_one = self.is_partly
                return Trouble.ODD_ANSWER if is_one else Trouble.NOT_LET_IN, refusal.said
            case error:
                # Without its text: that of a database may show a row.
                kind = type(error).__name__
                places = traceback.format_tb(error.__traceback__, limit=-4)
                facts = {"route": row.slug, "error": kind, "places": places}
                _log.error("route failed", extra=facts)
                return Trouble.ODD_ANSWER, kind


def _work(row: Route, *, clock: Clock) -> _Outcome:
    """Do what is due on a route. Raises Away, TurnedDown, Lost."""
    hold = Hold.begin(row, clock)
    if row.kind == RouteKind.MAIL:
        return _by_mail(row, hold, clock=clock)
    if row.kind == RouteKind.SISTER:
        return _with_sister(row, hold, clock=clock)
    return _with_parent(row, hold, clock=clock)


def _with_parent(row: Route, hold: Hold, *, clock: Clock) -> _Outcome:
    parent = parent_of(row)
    bearer = ToParent(parent)

    def read_list() -> bool:
        has_more = synchronise(row, parent.agencies(), parent.register, now=clock())
        return _listed(row, has_more=has_more, now=clock())

    def fetch() -> bool:
        has_more = poll(row, parent, hold.half(), clock=clock)
        row.poll_at = clock() if has_more else clock() + rules.POLL
        return has_more

    parts: list[Part] = [partial(_carry, row, bearer, hold)]
    if row.poll_at <= clock():
        parts.insert(0, fetch)
    if row.list_at <= clock():
        parts.insert(0, read_list)
    return _each(parts, bearer, hold)


def _by_mail(row: Route, hold: Hold, *, clock: Clock) -> _Outcome:
    """Now and then the server is asked without a letter, so that trouble is seen before one."""
    bearer = ByMail(row, relay_of(row))

    def ask() -> bool:
        bearer.probe()
        row.poll_at = row.list_at = clock() + rules.ASK_MAIL
        return False

    parts: list[Part] = [partial(_carry, row, bearer, hold)]
    if row.poll_at <= clock() or row.list_at <= clock():
        parts.insert(0, ask)
    return _each(parts, bearer, hold)


def _with_sister(row: Route, hold: Hold, *, clock: Clock) -> _Outcome:
    """Somebody of ours has to ask; whoever it is hears the same."""
    speaker = next(our_agencies(row, now=clock()), None)
    if speaker is None:
        raise Away(Trouble.NOT_LET_IN, "routes.nobody-speaks")
    sister, code = sister_of(row), speaker.card.code
    bearer = ToSister(sister, speaker=code)

    def read_list() -> bool:
        has_more = synchronise(row, sister.agencies(speaker=code), None, now=clock())
        return _listed(row, has_more=has_more, now=clock())

    def read_courses() -> bool:
        follow(row, sister, bearer, hold, now=clock())
        fetch_receipts(row, sister, bearer, hold, now=clock())
        row.poll_at = clock() + rules.POLL
        return False

    parts: list[Part] = [partial(_carry, row, bearer, hold.half())]
    if row.list_at <= clock():
        parts.insert(0, read_list)
    if row.poll_at <= clock():
        parts.append(read_courses)
    return _each(parts, bearer, hold)


def _each(parts: Iterable[Part], bearer: Bearer, hold: Hold) -> _Outcome:
    """Do one part after the other; one that stops holds up the others only where nobody answers.

    Raises Away, TurnedDown, Lost.
    """
    outcome = _Outcome(is_partly=True)
    for part in parts:
        hold.renew()
        try:
            outcome.has_more |= part()
        except Lost:
            raise
        except Exception as error:
            bearer.probe()
            outcome.stopped = outcome.stopped or error
    return outcome


def _carry(row: Route, bearer: Bearer, hold: Hold) -> bool:
    while carry_next(row, bearer, clock=hold.clock):
        if not hold.goes_on():
            return True
    return False


def _listed(row: Route, *, has_more: bool, now: datetime) -> bool:
    row.listed_at = now
    row.list_at = now if has_more else now + rules.LIST
    return has_more


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


def _release(row: Route, outcome: _Outcome, *, now: datetime) -> bool:
    """Write down how it went, unless somebody else has taken the route meanwhile.

    A part that stopped has its next try with the next turn, and makes nothing else wait for
    longer. True when there is more to do at once.
    """
    trouble, said = outcome.told(row)
    with transaction.atomic(durable=True):
        mine = _held(row.pk, row.token)
        if mine is None:
            return False
        mine.token, mine.poll_at, mine.list_at = None, row.poll_at, row.list_at
        mine.listed_at, mine.trouble, mine.said = row.listed_at, trouble, said[:300]
        is_reached = not trouble or outcome.is_partly
        mine.unreached_since = None if is_reached else mine.unreached_since or now
        if trouble:
            mine.failures += 1
            mine.failing_since = mine.failing_since or now
            rest = rules.route_pause(mine.failures)
            mine.due_at = now + (min(rest, rules.POLL) if outcome.is_partly else rest)
        else:
            mine.failures, mine.failing_since, mine.succeeded_at = 0, None, now
            mine.due_at = now
        mine.save()
    return outcome.has_more and not trouble


def _held(route_id: UUID, token: UUID | None) -> Route | None:
    return Route.objects.select_for_update().filter(pk=route_id, token=token).first()
