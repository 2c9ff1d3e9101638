"""Adding, changing, pausing, resuming and closing hooks."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.directory import queries as directory
from lienthong.hooks import queries, rules
from lienthong.hooks.errors import (
    AddressForbidden,
    AddressTaken,
    HookUnproved,
    NoKinds,
    PausedByOperator,
    TooManyHooks,
)
from lienthong.hooks.events import SomethingWaits
from lienthong.hooks.models import Hook, Subscription
from lienthong.hooks.services._caller import caller_of_installation
from lienthong.hooks.services._records import recorded
from lienthong.hooks.services._rows import any_hook, challenge, open_hook, require_owner
from lienthong.hooks.types import HookCard, HookState, NewsKind, PauseReason
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.systems import queries as systems
from lienthong.systems import services as systems_services
from lienthong.systems.errors import AgencyNotAllowed

# Rows in one INSERT: three values each.
BATCH = 300


def add_hook(
    *,
    system_id: UUID,
    address: str,
    kinds: Collection[NewsKind],
    agency_ids: Collection[UUID],
    actor: Actor,
    now: datetime,
) -> HookCard:
    """Let an address be told these kinds of news about these agencies, once it has echoed.

    By the system itself or an operator. The name is looked up before anything is kept, and again
    at every call. Raises AddressForbidden, AddressShape, AddressTaken, AgencyNotAllowed, NoKinds,
    RightMissing, TooManyHooks.
    """
    require_owner(actor, system_id)
    kept = _looked_up(address, system_id)
    _require_agencies(system_id, agency_ids, now=now)
    _require_kinds(kinds)
    try:
        with transaction.atomic():
            _require_room(system_id)
            row = Hook.objects.create(system_id=system_id, address=kept, due_at=now, created_at=now)
            _subscribe(row, kinds, agency_ids)
            challenge(row, now=now)
            recorded("hook-added", row, actor=actor, now=now, kinds=" ".join(sorted(kinds)))
    except IntegrityError as error:
        raise _taken(system_id, kept) from error
    return queries.hook(row.pk)


def change_hook(
    *,
    hook_id: UUID,
    address: str | None = None,
    kinds: Collection[NewsKind] | None = None,
    agency_ids: Collection[UUID] | None = None,
    actor: Actor,
    now: datetime,
) -> HookCard:
    """Change what is given; another address has to prove itself anew before it is told anything.

    Raises HookClosed, HookNotFound, and as `add_hook`.
    """
    before = queries.hook(hook_id)
    require_owner(actor, before.system.id)
    kept = None if address is None else _looked_up(address, before.system.id)
    wanted = before.agency_ids if agency_ids is None else agency_ids
    if agency_ids is not None:
        _require_agencies(before.system.id, agency_ids, now=now)
    if kinds is not None:
        _require_kinds(kinds)
    try:
        with transaction.atomic():
            row = open_hook(hook_id, actor=actor)
            if kept is not None and kept != row.address:
                _move(row, kept, now=now)
            if kinds is not None or agency_ids is not None:
                row.subscriptions.all().delete()
                _subscribe(row, before.kinds if kinds is None else kinds, wanted)
            recorded("hook-changed", row, actor=actor, now=now)
    except IntegrityError as error:
        raise _taken(before.system.id, str(kept)) from error
    return queries.hook(hook_id)


def challenge_hook(*, hook_id: UUID, actor: Actor, now: datetime) -> HookCard:
    """Call the address with a fresh challenge. Raises HookClosed, HookNotFound, RightMissing."""
    with transaction.atomic():
        row = open_hook(hook_id, actor=actor)
        challenge(row, now=now)
        row.due_at, row.token = now, None
        row.save(update_fields=["due_at", "token"])
    return queries.hook(hook_id)


def pause_hook(*, hook_id: UUID, actor: Actor, now: datetime) -> HookCard:
    """Tell an address nothing for now; what happens is kept for three days.

    Whoever calls it at this moment records nothing more of it. Raises HookClosed, HookNotFound,
    RightMissing.
    """
    is_own = actor.kind == ActorKind.SYSTEM
    reason = PauseReason.OWNER if is_own else PauseReason.OPERATOR
    with transaction.atomic():
        row = open_hook(hook_id, actor=actor)
        # What an operator said stays said.
        if row.pause_reason not in {PauseReason.OPERATOR, reason}:
            row.state, row.pause_reason, row.token = HookState.PAUSED, reason, None
            row.save(update_fields=["state", "pause_reason", "token"])
            recorded("hook-paused", row, actor=actor, now=now, reason=reason)
    return queries.hook(hook_id)


def resume_hook(*, hook_id: UUID, actor: Actor, now: datetime) -> HookCard:
    """Tell an address again, beginning with what waits. Resuming again changes nothing.

    Raises HookClosed, HookNotFound, HookUnproved, PausedByOperator for a system, RightMissing.
    """
    with transaction.atomic():
        row = open_hook(hook_id, actor=actor)
        if row.state == HookState.PAUSED:
            if row.pause_reason == PauseReason.OPERATOR and actor.kind == ActorKind.SYSTEM:
                raise PausedByOperator
            row.state = HookState.ACTIVE if row.proved_at else HookState.UNPROVED
            row.pause_reason = PauseReason.NONE
            row.failures, row.failing_since, row.due_at, row.token = 0, None, now, None
            row.save()
            recorded("hook-resumed", row, actor=actor, now=now)
            announce(SomethingWaits(now))
        elif row.state == HookState.UNPROVED:
            raise HookUnproved
    return queries.hook(hook_id)


def close_hook(*, hook_id: UUID, actor: Actor, now: datetime) -> HookCard:
    """End a hook for good; what waited is told no more. Closing again changes nothing.

    Raises HookNotFound, RightMissing.
    """
    with transaction.atomic():
        row = any_hook(hook_id, actor=actor)
        if row.state != HookState.CLOSED:
            row.state, row.pause_reason, row.token = HookState.CLOSED, PauseReason.NONE, None
            row.save(update_fields=["state", "pause_reason", "token"])
            row.subscriptions.all().delete()
            recorded("hook-closed", row, actor=actor, now=now)
    return queries.hook(hook_id)


def _require_room(system_id: UUID) -> None:
    """Raises TooManyHooks; who adds one at the same moment waits, and is counted."""
    systems_services.hold_system(system_id)
    taken = Hook.objects.filter(system_id=system_id).exclude(state=HookState.CLOSED)
    if taken.count() >= rules.MOST_HOOKS:
        raise TooManyHooks(most=rules.MOST_HOOKS)


def _move(row: Hook, address: str, *, now: datetime) -> None:
    """Whoever calls the old address at this moment records nothing more of it."""
    row.address, row.proved_at, row.token, row.due_at = address, None, None, now
    row.failures, row.failing_since = 0, None
    if row.state == HookState.ACTIVE:
        row.state = HookState.UNPROVED
    row.save()
    challenge(row, now=now)


def _looked_up(address: str, system_id: UUID) -> str:
    networks = queries.allowed_networks([system_id]).get(system_id, ())
    kept = rules.clean_address(address, networks=networks)
    if not caller_of_installation().may_call(kept, networks):
        raise AddressForbidden(host=urlsplit(kept).hostname or "?")
    return kept


def _require_agencies(system_id: UUID, agency_ids: Collection[UUID], *, now: datetime) -> None:
    granted = systems.acting_today([system_id], today=local_day(now))
    for agency_id in agency_ids:
        if (system_id, agency_id) not in granted:
            system = systems.systems_by_id([system_id])[system_id]
            code = directory.agency(agency_id).code
            raise AgencyNotAllowed(system=system.name, agency=code)


def _require_kinds(kinds: Collection[NewsKind]) -> None:
    if not kinds or not set(kinds) <= set(NewsKind.subscribable()):
        raise NoKinds


def _subscribe(row: Hook, kinds: Collection[NewsKind], agency_ids: Collection[UUID]) -> None:
    Subscription.objects.bulk_create(
        (
            Subscription(hook=row, agency_id=agency_id, kind=kind)
            for agency_id in sorted(set(agency_ids))
            for kind in sorted(set(kinds))
        ),
        batch_size=BATCH,
    )


def _taken(system_id: UUID, address: str) -> AddressTaken:
    others = Hook.objects.filter(system_id=system_id, address=address)
    found = others.exclude(state=HookState.CLOSED).first()
    return AddressTaken(hook=str(found.pk) if found else address)
