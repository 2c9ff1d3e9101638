"""Carrying: bring what waits, and write down what the other side said."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lienthong.exchange import queries as exchange
from lienthong.exchange import services as exchange_services
from lienthong.exchange.types import (
    DeliveryCard,
    DeliveryState,
    NewReport,
    NotCarried,
    StatusCode,
)
from lienthong.formats.edxml.errors import PackageError
from lienthong.kernel.refusals import Refusal
from lienthong.kernel.wording import noop as _
from lienthong.routes import rules
from lienthong.routes.models import Load, Parcel, Route
from lienthong.routes.ports import Away, Later, TurnedDown
from lienthong.routes.services._bearers import HAS_IT, Bearer
from lienthong.routes.services._records import deliveries_of, recorded_parcel, speaking
from lienthong.routes.services._tell import STATUS_LOST, tell_operators
from lienthong.routes.services.follow import begin_to_follow
from lienthong.routes.types import NEVER_BEGUN, Brought, ParcelKind, ParcelState, Trouble
from lienthong.webkit.wording import parts_of

# What may be the matter with one thing: who is not there at all is asked no second question.
_LOST_BY = {
    one: f"routes.{one}" for one in (Trouble.ODD_ANSWER, Trouble.NO_ANSWER, Trouble.TIMED_OUT)
}
_LOST = frozenset(_LOST_BY.values())
_NOTE = _("Tuyến “%(route)s” không chuyển được: %(said)s")
_BROKEN, _LATER = "routes.not-made", "routes.asked-later"
_log = logging.getLogger(__name__)


def carry_next(row: Route, bearer: Bearer, *, clock: Callable[[], datetime]) -> bool:
    """Bring what has waited longest; False when nothing is due. Raises Away.

    No transaction is open while the other side is asked; who dies in between brings it again.
    What has waited too long is tried once more before it is given up.
    """
    parcel = due_parcels(row.pk, now=clock()).order_by("due_at", "id").first()
    if parcel is None:
        return False
    try:
        with _begun(parcel):
            brought = _bring(parcel, bearer, clock=clock)
    except TurnedDown as said:
        _turned_down(parcel, row, bearer, said, now=clock())
    except Later as asked:
        # Until its time is over: a mailbox may be full for days.
        most = parcel.attempts + 2
        _try_again(parcel, row, _LATER, asked.said, most=most, now=clock())
    except (Refusal, PackageError) as refusal:
        give_up(parcel, row, refusal.code, _in_words(refusal), now=clock())
    except Away as away:
        _cut_off(parcel, row, bearer, away, now=clock())
    except Exception as error:
        # Nobody foresaw it: looked at again, and no reason to hold up what comes behind.
        _log.exception("not carried", extra={"parcel": str(parcel.pk)})
        _try_again(parcel, row, _BROKEN, type(error).__name__, now=clock())
    else:
        _carried(parcel, row, brought, now=clock())
    return True


@contextmanager
def _begun(parcel: Parcel) -> Iterator[None]:
    """Note that it may be there, before it can be, until it is known that it is not."""
    rows = Parcel.objects.filter(pk=parcel.pk, may_be_there=False)
    is_first = bool(rows.update(may_be_there=True))
    try:
        yield
    except (Away, Later, TurnedDown, Refusal, PackageError) as error:
        is_unknown = isinstance(error, Away) and error.trouble not in NEVER_BEGUN
        if is_first and not is_unknown:
            Parcel.objects.filter(pk=parcel.pk).update(may_be_there=False)
        raise


def _bring(parcel: Parcel, bearer: Bearer, *, clock: Callable[[], datetime]) -> Brought:
    """Bring it to all at once. Where one of several has it already, each is brought its own: what
    is said of one is never taken for the others. Raises what the bearer raises.
    """
    loads = list(Load.objects.filter(parcel=parcel).order_by("id"))
    if not any(one.is_there for one in loads):
        try:
            return bearer.bring(parcel)
        except TurnedDown as said:
            if said.code not in HAS_IT:
                raise
            if len(loads) <= 1:
                return Brought()
    refusals = [_bring_alone(parcel, one, bearer, clock=clock) for one in loads if not one.is_there]
    for refused in filter(None, refusals):
        raise refused
    return Brought()


def _bring_alone(
    parcel: Parcel, load: Load, bearer: Bearer, *, clock: Callable[[], datetime]
) -> TurnedDown | None:
    """Bring it to one recipient and write that down; None when it is there. Raises Away."""
    try:
        brought = bearer.bring(parcel, load.delivery_id)
    except TurnedDown as said:
        if said.code not in HAS_IT:
            return said
        brought = Brought()
    with transaction.atomic(durable=True):
        rows = Load.objects.filter(pk=load.pk)
        rows.update(is_there=True, reference=brought.reference[:100])
        if brought.deliveries:
            begin_to_follow(parcel, brought.deliveries, now=clock())
    return None


def due_parcels(route_id: UUID | OuterRef, *, now: datetime) -> "QuerySet[Parcel]":
    """Return what waits for a route; who asks something back waits for the document to be gone."""
    document = Load.objects.filter(
        delivery_id=OuterRef("report__delivery_id"),
        parcel__route_id=OuterRef("route_id"),
        parcel__state=ParcelState.WAITING,
        parcel__kind=ParcelKind.DOCUMENT,
    )
    rows = Parcel.objects.filter(route=route_id, state=ParcelState.WAITING, due_at__lte=now)
    return rows.exclude(Exists(document))


def _carried(parcel: Parcel, row: Route, brought: Brought, *, now: datetime) -> None:
    with transaction.atomic(durable=True):
        mine = _still_waiting(parcel)
        if mine is None:
            return
        mine.state, mine.ended_at = ParcelState.CARRIED, now
        mine.reference = brought.reference[:100]
        mine.attempts, mine.code, mine.said = mine.attempts + 1, "", ""
        mine.made = b""
        mine.save()
        if brought.deliveries:
            begin_to_follow(mine, brought.deliveries, now=now)
        recorded_parcel(
            "carried", mine, row, deliveries_of(mine), now=now, reference=mine.reference
        )


def _turned_down(
    parcel: Parcel, row: Route, bearer: Bearer, said: TurnedDown, *, now: datetime
) -> None:
    """Nobody is told before the other side has said it for the last time. Raises Away.

    A side that turns everything down has something against the route, not against the parcel.
    """
    try:
        bearer.probe()
    except TurnedDown as everything:
        raise Away(Trouble.NOT_LET_IN, everything.said) from everything
    _try_again(parcel, row, said.code, said.said, now=now, end=NotCarried.REFUSED)


def _cut_off(parcel: Parcel, row: Route, bearer: Bearer, away: Away, *, now: datetime) -> None:
    """One thing that breaks every call holds up no other. Raises Away where it is the route.

    A side that answers our next question is there; then it is counted against this parcel.
    """
    if away.trouble not in _LOST_BY:
        raise away
    try:
        bearer.probe()
    except (Away, TurnedDown) as nobody:
        raise away from nobody
    said = f"{away.trouble.label}: {away.said}" if away.said else away.trouble.label
    most = rules.MOST_CUT_OFF
    _try_again(parcel, row, _LOST_BY[away.trouble], said, most=most, is_lost=True, now=now)


def _try_again(
    parcel: Parcel,
    row: Route,
    code: str,
    said: str,
    *,
    now: datetime,
    most: int = rules.MOST_TURNED_DOWN,
    is_lost: bool = False,
    end: NotCarried = NotCarried.FAILED,
) -> None:
    """Later, and not for ever; others are carried meanwhile.

    is_lost: the other side may have it, so the very same is brought again; else it is made anew.
    end: what it is when it is given up.
    Each kind of failure is counted by itself, since the last of the other kind.
    """
    spent = parcel.attempts if is_lost == (parcel.code in _LOST) else 0
    if spent + 1 >= most or parcel.expires_at <= now:
        give_up(parcel, row, code, said, now=now, end=end)
        return
    with transaction.atomic(durable=True):
        mine = _still_waiting(parcel)
        if mine is None:
            return
        mine.attempts = spent + 1
        mine.made = mine.made if is_lost else b""
        mine.due_at = now + rules.parcel_pause(mine.attempts)
        mine.code, mine.said = code[:80], said[:500]
        mine.save()


def give_up(
    parcel: Parcel,
    row: Route,
    code: str,
    said: str,
    *,
    now: datetime,
    end: NotCarried = NotCarried.FAILED,
) -> None:
    """Carry it no more, and tell who waits for it: the sender's clerks get a refusal (02)."""
    with transaction.atomic(durable=True):
        mine = _still_waiting(parcel)
        if mine is None:
            return
        mine.state, mine.ended_at, mine.attempts = ParcelState.GIVEN_UP, now, mine.attempts + 1
        mine.code, mine.said, mine.made = code[:80], said[:500], b""
        mine.save()
        recorded_parcel("given-up", mine, row, now=now, code=mine.code, said=mine.said)
        if mine.kind == ParcelKind.DOCUMENT:
            _relayed(mine, row, deliveries_of(mine, is_there=True), now=now)
            refuse(mine, row, end, deliveries_of(mine, is_there=False), now=now)
        else:
            tell_operators(row, STATUS_LOST, mine.said or mine.code, now=now)


def _relayed(parcel: Parcel, row: Route, deliveries: list[DeliveryCard], *, now: datetime) -> None:
    """Record for which recipients the other side has a document; one record with an item each."""
    if deliveries:
        recorded_parcel("carried", parcel, row, deliveries, now=now, reference=parcel.reference)


def refuse(
    parcel: Parcel, row: Route, end: NotCarried, deliveries: list[DeliveryCard], *, now: datetime
) -> None:
    """In the recipient's place, but in the name of the route: so the sender can send it again.

    What was offered in place of an earlier document comes to nothing (16); the earlier one stands.
    """
    note = (_NOTE % {"route": row.name, "said": parcel.said or parcel.code})[:500]
    for one in deliveries:
        if one.state == DeliveryState.OFFERED:
            _decline(one, parcel, row, note, end=end, now=now)
        elif one.state == DeliveryState.SENT:
            report = NewReport(
                delivery_id=one.id,
                code=StatusCode.REFUSED,
                key=f"route:{parcel.pk}",
                note=note,
                is_act=False,
                not_carried=end,
            )
            actor = speaking(row, one.recipient_id)
            exchange_services.report_status(report=report, actor=actor, now=now)


def _decline(
    offered: DeliveryCard, parcel: Parcel, row: Route, note: str, *, end: NotCarried, now: datetime
) -> None:
    earlier = exchange.instead_of(offered.id)
    if earlier is None or not earlier.is_change_pending:
        return
    speaker = speaking(row, earlier.recipient_id)
    exchange_services.answer_change(
        delivery_id=earlier.id,
        agrees=False,
        note=note,
        key=f"route:{parcel.pk}",
        actor=replace(speaker, rights=frozenset({"exchange.answer-recall"})),
        now=now,
        not_carried=end,
    )


def _still_waiting(parcel: Parcel) -> Parcel | None:
    rows = Parcel.objects.select_for_update().filter(pk=parcel.pk, state=ParcelState.WAITING)
    return rows.first()


def _in_words(refusal: Refusal | PackageError) -> str:
    parts = parts_of(refusal)
    return " ".join(filter(None, (parts.sentence, parts.cause)))
