"""What is known of hooks; every list is paged, its statements are counted."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lienthong.hooks.errors import HookNotFound
from lienthong.hooks.models import (
    AllowedNetworks,
    Attempt,
    Hook,
    Notification,
    PublishedKey,
    Subscription,
)
from lienthong.hooks.types import (
    AttemptCard,
    HookCard,
    HookState,
    NewsKind,
    NotificationCard,
    NotificationState,
    Outcome,
    PauseReason,
)
from lienthong.systems import queries as systems

PAGE = 50
# More kinds times agencies than a province has.
_MOST_SUBSCRIPTIONS = 20_000


def hook(hook_id: UUID, *, system_id: UUID | None = None) -> HookCard:
    """Return a hook, of this system if one is named. Raises HookNotFound. Three statements."""
    rows = Hook.objects.filter(pk=hook_id)
    found = cards(rows if system_id is None else rows.filter(system_id=system_id))
    if not found:
        raise HookNotFound
    return found[0]


def hooks_of_system(system_id: UUID) -> list[HookCard]:
    """Return the latest 200 hooks of a system, the newest first. Three statements."""
    return cards(Hook.objects.filter(system_id=system_id).order_by("-id")[:200])


def hooks(*, after: UUID | None = None, limit: int = PAGE) -> list[HookCard]:
    """Return hooks, the newest first, from after one on. Three statements."""
    rows = Hook.objects.order_by("-id")
    return cards((rows if after is None else rows.filter(pk__lt=after))[:limit])


def hooks_about(agency_id: UUID) -> list[HookCard]:
    """Return the hooks that are told about an agency, the newest 200. Three statements."""
    told = Subscription.objects.filter(agency_id=agency_id).values("hook_id")
    return cards(Hook.objects.filter(pk__in=told).order_by("-id")[:200])


def cards(rows: "QuerySet[Hook]") -> list[HookCard]:
    """Return hooks as plain values, in the order of the rows. Three statements."""
    found = list(rows)
    named = systems.systems_by_id({row.system_id for row in found})
    told = Subscription.objects.filter(hook_id__in=[row.pk for row in found])
    about: dict[UUID, set[tuple[str, UUID]]] = {row.pk: set() for row in found}
    for hook_id, kind, agency_id in told.values_list("hook_id", "kind", "agency_id")[
        :_MOST_SUBSCRIPTIONS
    ]:
        about[hook_id].add((kind, agency_id))
    return [
        HookCard(
            id=row.pk,
            system=named[row.system_id],
            address=row.address,
            kinds=tuple(
                kind
                for kind in NewsKind.subscribable()
                if any(kind == each for each, _agency in about[row.pk])
            ),
            agency_ids=frozenset(agency for _kind, agency in about[row.pk]),
            state=HookState(row.state),
            pause_reason=PauseReason(row.pause_reason),
            failing_since=row.failing_since,
            succeeded_at=row.succeeded_at,
            created_at=row.created_at,
        )
        for row in found
    ]


def counts(hook_ids: Collection[UUID]) -> dict[tuple[UUID, NotificationState], int]:
    """Return how many notifications of these hooks wait and were given up. One statement."""
    rows = Notification.objects.filter(
        hook_id__in=hook_ids, state__in=[NotificationState.WAITING, NotificationState.DEAD]
    )
    grouped = rows.values_list("hook_id", "state").annotate(count=Count("pk")).order_by()
    return {(hook_id, NotificationState(state)): count for hook_id, state, count in grouped}


def dead(
    hook_id: UUID,
    *,
    agency_ids: Collection[UUID] | None = None,
    after: UUID | None = None,
    limit: int = PAGE,
) -> list[NotificationCard]:
    """Return what a hook could not be told, the oldest first, from after one on. One statement.

    agency_ids: for which its system may act now; news of others is left out. None: all of it.
    """
    rows = Notification.objects.filter(hook_id=hook_id, state=NotificationState.DEAD)
    if agency_ids is not None:
        rows = rows.filter(Q(agency_id__in=agency_ids) | Q(agency=None))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return [card_of(row) for row in rows.order_by("id")[:limit]]


def attempts(
    hook_id: UUID,
    *,
    agency_ids: Collection[UUID] | None = None,
    before: UUID | None = None,
    limit: int = PAGE,
) -> list[AttemptCard]:
    """Return the calls of a hook, the latest first, from before one on. One statement.

    agency_ids: about whom, and those about nobody; None: all of them.
    """
    rows = Attempt.objects.select_related("notification").filter(hook_id=hook_id)
    if agency_ids is not None:
        told = Q(notification__agency_id__in=agency_ids) | Q(notification__agency=None)
        rows = rows.filter(told)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [
        AttemptCard(
            id=row.pk,
            notification_id=row.notification_id,
            kind=NewsKind(row.notification.kind),
            number=row.notification.number,
            outcome=Outcome(row.outcome),
            status=row.status,
            milliseconds=row.milliseconds,
            called_at=row.called_at,
        )
        for row in rows.order_by("-id")[:limit]
    ]


def card_of(row: Notification) -> NotificationCard:
    """Return a notification as plain values. No statement."""
    return NotificationCard(
        id=row.pk,
        hook_id=row.hook_id,
        kind=NewsKind(row.kind),
        agency_id=row.agency_id,
        subject_id=row.subject_id,
        facts=row.facts,
        number=row.number,
        state=NotificationState(row.state),
        attempts=row.attempts,
        made_at=row.made_at,
        ended_at=row.ended_at,
    )


def allowed_networks(system_ids: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Return the private networks in which hooks of these systems are called. One statement."""
    rows = AllowedNetworks.objects.filter(pk__in=set(system_ids))
    return {row.pk: tuple(row.networks.split()) for row in rows}


def published_keys() -> list[tuple[str, str]]:
    """Return (id, PEM) of every key that ever signed notifications, the newest first."""
    rows = PublishedKey.objects.order_by("-made_at", "-pk")
    return list(rows.values_list("key_id", "public_pem"))
