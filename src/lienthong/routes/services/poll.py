"""Polling: what waits for us at the other side is fetched, taken in, and confirmed."""

import logging
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

from django.db import transaction

from lienthong.exchange.errors import AlreadySent
from lienthong.formats.edxml.errors import PackageError
from lienthong.gateways import queries as gateway_queries
from lienthong.gateways import services as gateways
from lienthong.gateways.errors import EarlierDocumentNeeded, SenderUnknown
from lienthong.gateways.types import Outcome
from lienthong.kernel.actor import Actor
from lienthong.kernel.refusals import Refusal
from lienthong.routes import queries, rules
from lienthong.routes.errors import SpeakerElsewhere
from lienthong.routes.models import Fetched, Route
from lienthong.routes.ports import TOO_LARGE, Away, Parent, TurnedDown
from lienthong.routes.services._allowed import require_of_route
from lienthong.routes.services._hold import Hold
from lienthong.routes.services._tell import TURNED_DOWN, tell_operators
from lienthong.routes.services.feed import put_arrivals
from lienthong.routes.types import FetchedState, ParcelKind, Trouble
from lienthong.webkit.wording import parts_of

# What may be understood a little later: a status that overtook its document, a scanner that rests.
_BROKEN = "routes.not-taken-in"
_LATER = {EarlierDocumentNeeded.code, "blobs.scan-pending", _BROKEN}
# What an answer without a length looks like that was cut off on its way.
_MAY_BE_CUT = {"edxml.empty", "edxml.not-well-formed"}
# Who may have been entered there since the last list was read.
_NEWCOMERS = {SenderUnknown.code, SpeakerElsewhere.code}
_log = logging.getLogger(__name__)
# Packages of one list that are looked at in a row, before the other work of the route.
_AT_A_TIME = 20
# Lines of a list that are looked up together.
_LOOKED_UP = 500


def poll(row: Route, parent: Parent, hold: Hold, *, clock: Callable[[], datetime]) -> bool:
    """Take in what waits, documents before statuses; True when more may be there.

    Nothing is confirmed before it is committed; who dies in between finds it listed again, and
    takes it in once. What cannot be taken in is said to the other side, and holds up nothing.
    Raises Away where the other side answers nothing; Lost.
    """
    has_more, list_at = False, row.list_at
    for kind in ParcelKind:
        todo = _open_ones(row, parent.waiting(kind), now=clock())
        for their_id in todo[:_AT_A_TIME]:
            if not hold.goes_on():
                return True
            _take(row, parent, their_id, kind, now=clock())
        has_more |= len(todo) > _AT_A_TIME
    return has_more or row.list_at < list_at


def _open_ones(row: Route, listed: Sequence[str], *, now: datetime) -> list[str]:
    """What is new, as it is listed; then what is due to be looked at, or told of, again.

    A list of any length is walked until there is enough for one turn: what the other side goes on
    listing though it was confirmed never hides what stands behind it.
    """
    ids, new, due = list(dict.fromkeys(listed)), list[str](), list[Fetched]()
    for begin in range(0, len(ids), _LOOKED_UP):
        part = ids[begin : begin + _LOOKED_UP]
        known = queries.known_there(row.pk, part)
        new += [one for one in part if one not in known]
        due += [seen for seen in known.values() if seen.due_at <= now]
        if len(new) > _AT_A_TIME:
            break
    return [*new, *(seen.their_id for seen in sorted(due, key=_when_due))]


def _when_due(seen: Fetched) -> datetime:
    return seen.due_at


def _take(row: Route, parent: Parent, their_id: str, kind: ParcelKind, *, now: datetime) -> None:
    seen = Fetched.objects.filter(route=row, their_id=their_id).first()
    state = FetchedState(seen.state) if seen else FetchedState.WAITING
    if state == FetchedState.WAITING:
        state = _fetch(row, parent, their_id, kind, now=now)
    if state != FetchedState.WAITING:
        _settle(row, parent, their_id, state, now=now)


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
        except (Away, TurnedDown) as said:
            return _not_fetched(row, parent, their_id, kind, said, now=now)
        except (Refusal, PackageError) as refusal:
            parts = parts_of(refusal)
            words = " ".join(filter(None, (parts.sentence, parts.cause)))
            again_at = _listed_anew(row, their_id, now=now) if refusal.code in _NEWCOMERS else None
            return _not_taken(row, their_id, kind, refusal.code, words, again_at=again_at, now=now)
        except Exception as error:
            # Nobody foresaw it: looked at again, and no reason to hold up what comes behind.
            _log.exception("package not taken in", extra={"package": their_id})
            return _not_taken(row, their_id, kind, _BROKEN, type(error).__name__, now=now)


def _listed_anew(row: Route, their_id: str, *, now: datetime) -> datetime | None:
    """Return when a newer list may have who sends this; lets it be read then.

    None where one has been read whole since the package was first seen: it has the last word.
    """
    seen = Fetched.objects.filter(route=row, their_id=their_id).first()
    first_seen_at = seen.seen_at if seen else now
    if row.listed_at and row.listed_at >= first_seen_at and row.list_at > now:
        return None
    again = row.listed_at + rules.LIST_AGAIN if row.listed_at else now
    row.list_at = min(row.list_at, max(now, again))
    return row.list_at


def _take_in(
    row: Route, their_id: str, kind: ParcelKind, package: Path, *, now: datetime
) -> FetchedState:
    def keep(package_id: UUID) -> None:
        _note(row, their_id, kind, FetchedState.TAKEN, package_id=package_id, now=now)
        if kind == ParcelKind.DOCUMENT:
            made = gateway_queries.made_by([package_id])
            put_arrivals(row.pk, made[package_id], now=now)

    taken = gateways.take_in_package(
        package,
        actor=Actor.installation(),
        now=now,
        in_one=keep,
        allow=partial(require_of_route, row),
    )
    if taken.outcome == Outcome.REPEATED:
        _note(row, their_id, kind, FetchedState.TAKEN, package_id=taken.package_id, now=now)
    return FetchedState.TAKEN


def _not_fetched(
    row: Route,
    parent: Parent,
    their_id: str,
    kind: ParcelKind,
    said: Away | TurnedDown,
    *,
    now: datetime,
) -> FetchedState:
    """It is the package, if the other side answers our next question. Raises Away if not."""
    _probe(parent)
    if isinstance(said, TurnedDown):
        is_later = said.code != TOO_LARGE
        return _not_taken(row, their_id, kind, said.code, said.said, is_later=is_later, now=now)
    words = f"{said.trouble.label} {said.said}".strip()
    code = f"routes.{said.trouble}"
    return _not_taken(row, their_id, kind, code, words, is_later=True, now=now)


def _probe(parent: Parent) -> None:
    try:
        parent.waiting(ParcelKind.STATUS)
    except TurnedDown as everything:
        raise Away(Trouble.NOT_LET_IN, everything.said) from everything


def _not_taken(
    row: Route,
    their_id: str,
    kind: ParcelKind,
    code: str,
    said: str,
    *,
    now: datetime,
    is_later: bool = False,
    again_at: datetime | None = None,
) -> FetchedState:
    with transaction.atomic():
        kept = _note(row, their_id, kind, FetchedState.WAITING, code=code, said=said, now=now)
        if again_at is not None and kept.state == FetchedState.WAITING:
            is_later, kept.due_at = True, min(kept.due_at, again_at)
            kept.save(update_fields=["due_at"])
        is_later |= code in _LATER | _MAY_BE_CUT
        most = rules.MOST_TURNED_DOWN if code in _MAY_BE_CUT else rules.MOST_LOOKED_AT
        if kept.state == FetchedState.TAKEN or (is_later and kept.attempts < most):
            return FetchedState(kept.state)
        kept.state, kept.due_at = FetchedState.TURNED_DOWN, now
        kept.save(update_fields=["state", "due_at"])
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
    """Write down how a package stands. What was taken stays so: a late worker knows less."""
    with transaction.atomic():
        kept, is_new = Fetched.objects.select_for_update().get_or_create(
            route=row,
            their_id=their_id,
            defaults={"kind": kind, "state": state, "due_at": now, "seen_at": now},
        )
        if not is_new and FetchedState.TAKEN == kept.state != state:
            return kept
        kept.state, kept.code, kept.said = state, code[:80], said[:500]
        kept.package_id = package_id or kept.package_id
        kept.attempts += 1
        waits = state == FetchedState.WAITING
        kept.due_at = now + rules.parcel_pause(kept.attempts) if waits else now
        kept.save()
    return kept


def _settle(
    row: Route, parent: Parent, their_id: str, state: FetchedState, *, now: datetime
) -> None:
    """Say how a package fared, until it was heard, later and later; after that seldom.

    Raises Away where the other side answers nothing.
    """
    is_taken = state == FetchedState.TAKEN
    seen = Fetched.objects.get(route=row, their_id=their_id)
    try:
        parent.settle(their_id, is_taken=is_taken)
    except (Away, TurnedDown):
        _probe(parent)
        seen.attempts += 1
        seen.due_at = now + rules.route_pause(seen.attempts - 1)
    else:
        seen.due_at = now + (rules.TAKEN_AGAIN if is_taken else rules.TURNED_DOWN_AGAIN)
    # Not where an operator asked meanwhile for another look.
    rows = Fetched.objects.filter(pk=seen.pk, state=state)
    rows.update(attempts=seen.attempts, due_at=seen.due_at)
