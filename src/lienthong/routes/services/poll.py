"""Polling: what waits for us at the other side is fetched, taken in, and confirmed."""

import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from lienthong.exchange.errors import AlreadySent
from lienthong.formats.edxml.errors import PackageError
from lienthong.gateways import queries as gateway_queries
from lienthong.gateways import services as gateways
from lienthong.gateways.errors import EarlierDocumentNeeded
from lienthong.gateways.types import Outcome
from lienthong.kernel.actor import Actor
from lienthong.kernel.refusals import Refusal
from lienthong.routes import queries, rules
from lienthong.routes.models import Fetched, Route
from lienthong.routes.ports import Away, Parent, TurnedDown
from lienthong.routes.services._tell import TURNED_DOWN, tell_operators
from lienthong.routes.services.feed import put_arrivals
from lienthong.routes.types import FetchedState, ParcelKind
from lienthong.webkit.wording import parts_of

# What may be understood a little later: a status that overtook its document, a scanner that rests.
_BROKEN = "routes.not-taken-in"
_LATER = {EarlierDocumentNeeded.code, "blobs.scan-pending", _BROKEN}
_log = logging.getLogger(__name__)
# Packages of one list that are looked at in a row, before the other work of the route.
_AT_A_TIME = 20


def poll(row: Route, parent: Parent, *, clock: Callable[[], datetime]) -> bool:
    """Take in what waits, documents before statuses; True when more may be there. Raises Away.

    Nothing is confirmed before it is committed; who dies in between finds it listed again, and
    takes it in once. What cannot be taken in is said to the other side, and holds up nothing.
    """
    has_more = False
    for kind in ParcelKind:
        listed = parent.waiting(kind)
        known = queries.known_there(row.pk, listed)
        todo = [one for one in listed if _is_open(known.get(one), now=clock())]
        for their_id in todo[:_AT_A_TIME]:
            _take(row, parent, their_id, kind, now=clock())
        has_more |= len(todo) > _AT_A_TIME
    return has_more


def _is_open(seen: Fetched | None, *, now: datetime) -> bool:
    """New, or taken in and not confirmed yet, or due to be looked at again."""
    return seen is None or (seen.state != FetchedState.TURNED_DOWN and seen.due_at <= now)


def _take(row: Route, parent: Parent, their_id: str, kind: ParcelKind, *, now: datetime) -> None:
    seen = Fetched.objects.filter(route=row, their_id=their_id).first()
    if seen is None or seen.state != FetchedState.TAKEN:
        state = _fetch(row, parent, their_id, kind, now=now)
    else:
        state = FetchedState.TAKEN
    if state == FetchedState.WAITING:
        return
    with suppress(TurnedDown):  # it is listed again then, and said again
        parent.settle(their_id, is_taken=state == FetchedState.TAKEN)


def _fetch(
    row: Route, parent: Parent, their_id: str, kind: ParcelKind, *, now: datetime
) -> FetchedState:
    with tempfile.TemporaryDirectory(prefix="lienthong-route-") as folder:
        package = Path(folder) / "package"
        try:
            with package.open("wb") as target:
                parent.fetch(their_id, target)
            return _take_in(row, their_id, kind, package, now=now)
        except AlreadySent:
            _note(row, their_id, kind, FetchedState.TAKEN, now=now)
            return FetchedState.TAKEN
        except TurnedDown as said:
            return _not_taken(row, their_id, kind, said.code, said.said, now=now)
        except (Refusal, PackageError) as refusal:
            parts = parts_of(refusal)
            words = " ".join(filter(None, (parts.sentence, parts.cause)))
            return _not_taken(row, their_id, kind, refusal.code, words, now=now)
        except Away:
            raise
        except Exception as error:
            # Nobody foresaw it: looked at again, and no reason to hold up what comes behind.
            _log.exception("package not taken in", extra={"package": their_id})
            return _not_taken(row, their_id, kind, _BROKEN, type(error).__name__, now=now)


def _take_in(
    row: Route, their_id: str, kind: ParcelKind, package: Path, *, now: datetime
) -> FetchedState:
    def keep(package_id: UUID) -> None:
        _note(row, their_id, kind, FetchedState.TAKEN, package_id=package_id, now=now)
        if kind == ParcelKind.DOCUMENT:
            made = gateway_queries.made_by([package_id])
            put_arrivals(row.pk, made[package_id], now=now)

    taken = gateways.take_in_package(package, actor=Actor.installation(), now=now, in_one=keep)
    if taken.outcome == Outcome.REPEATED:
        _note(row, their_id, kind, FetchedState.TAKEN, package_id=taken.package_id, now=now)
    return FetchedState.TAKEN


def _not_taken(
    row: Route, their_id: str, kind: ParcelKind, code: str, said: str, *, now: datetime
) -> FetchedState:
    with transaction.atomic():
        kept = _note(row, their_id, kind, FetchedState.WAITING, code=code, said=said, now=now)
        if code in _LATER and kept.attempts < rules.MOST_LOOKED_AT:
            return FetchedState.WAITING
        kept.state = FetchedState.TURNED_DOWN
        kept.save(update_fields=["state"])
        tell_operators(row, TURNED_DOWN, said or code, now=now)
    return FetchedState.TURNED_DOWN


def _note(
    row: Route,
    their_id: str,
    kind: ParcelKind,
    state: FetchedState,
    *,
    now: datetime,
    package_id: UUID | None = None,
    code: str = "",
    said: str = "",
) -> Fetched:
    with transaction.atomic():
        kept, _is_new = Fetched.objects.get_or_create(
            route=row,
            their_id=their_id,
            defaults={"kind": kind, "state": state, "due_at": now, "seen_at": now},
        )
        kept.state, kept.code, kept.said = state, code[:80], said[:500]
        kept.package_id = package_id or kept.package_id
        kept.attempts += 1
        waits = state == FetchedState.WAITING
        kept.due_at = now + rules.parcel_pause(kept.attempts) if waits else now
        kept.save()
    return kept
