"""News becomes notifications, in the transaction in which it happens; nothing is called here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lienthong.exchange.events import (
    ChangeAnswered,
    ChangeRequested,
    Dispatched,
    Reported,
    StatusesReported,
    Urged,
)
from lienthong.exchange.types import DeliveryCard
from lienthong.hooks import rules
from lienthong.hooks.events import SomethingWaits
from lienthong.hooks.models import Notification, Subscription
from lienthong.hooks.types import HookState, NewsKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.systems import queries as systems
from lienthong.tables.places import places
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows

_NOTIFICATIONS = Rows(Notification, "id", "hook_id", "kind", "agency_id", "subject_id", "facts")


@dataclass(frozen=True, slots=True)
class _News:
    """Something that the systems of one agency may want to know about one delivery."""

    kind: NewsKind
    agency_id: UUID
    delivery_id: UUID
    facts: dict[str, str] = field(default_factory=dict)


def on_dispatched(event: Dispatched) -> None:
    """Tell the systems of the recipients that something arrived."""
    _note(
        (_News(NewsKind.DELIVERY_ARRIVED, one.recipient_id, one.id) for one in event.deliveries),
        now=event.now,
    )


def on_statuses_reported(event: StatusesReported) -> None:
    """Tell the senders' systems what a recipient reported; both sides when it is the last."""
    _note((news for one in event.reports for news in _reported(one)), now=event.now)


def on_change_requested(event: ChangeRequested) -> None:
    """Tell the systems of those recipients what the sender asks."""
    facts = {"change": str(event.kind)}
    _note(
        (_News(NewsKind.RECALL_ASKED, one.recipient_id, one.id, facts) for one in event.deliveries),
        now=event.now,
    )


def on_change_answered(event: ChangeAnswered) -> None:
    """Tell the sender's systems what a recipient answered."""
    facts = {"change": str(event.kind), "agreed": "yes" if event.is_agreed else "no"}
    delivery = event.delivery
    _note([_News(NewsKind.RECALL_ANSWERED, delivery.sender_id, delivery.id, facts)], now=event.now)


def on_urged(event: Urged) -> None:
    """Tell the systems of the recipients what they were reminded of: to take in, or to work."""
    _note(
        (
            _News(
                NewsKind.DELIVERY_URGED,
                one.recipient_id,
                one.id,
                {"about": str(event.about[one.id])},
            )
            for one in event.deliveries
        ),
        now=event.now,
    )


def _reported(report: Reported) -> list[_News]:
    status, delivery = str(report.line.code), report.delivery
    facts = {"status": status}
    news = [_News(NewsKind.STATUS_REPORTED, delivery.sender_id, delivery.id, facts)]
    return news + _ended(delivery, facts) if rules.ends_delivery(status) else news


def _ended(delivery: DeliveryCard, facts: dict[str, str]) -> list[_News]:
    sides = {delivery.sender_id, delivery.recipient_id}
    return [
        _News(NewsKind.DELIVERY_ENDED, agency_id, delivery.id, facts) for agency_id in sorted(sides)
    ]


def _note(news: Iterable[_News], *, now: datetime) -> None:
    """Write a row for each hook that is to be told: one statement when nobody is, else five."""
    found = list(news)
    told = _hooks(found)
    granted = systems.acting_today({system for _hook, system in told}, today=local_day(now))
    by_news: dict[tuple[str, UUID], list[UUID]] = {}
    for (hook_id, system_id), kinds in told.items():
        for kind, agency_id in kinds:
            if (system_id, agency_id) in granted:
                by_news.setdefault((kind, agency_id), []).append(hook_id)
    rows = [
        (uuid7(), hook_id, one.kind, one.agency_id, one.delivery_id, one.facts)
        for one in found
        for hook_id in by_news.get((one.kind, one.agency_id), ())
    ]
    if rows:
        until = now + rules.GIVES_UP_AFTER
        _NOTIFICATIONS.insert(rows, made_at=now, expires_at=until, due_at=now)
        announce(SomethingWaits(now))


@question
def _listening() -> "QuerySet[Subscription, tuple[UUID, UUID, str, UUID]]":
    """Who is to be told; asked in every act of the exchange, and mostly nobody is."""
    rows = Subscription.objects.filter(
        agency_id__in=places("agencies", UUID),
        kind__in=places("kinds", str),
        hook__state__in=[state for state in HookState if rules.is_told(state)],
    )
    return rows.order_by("hook_id", "pk").values_list(
        "hook_id", "hook__system_id", "kind", "agency_id"
    )


def _hooks(news: list[_News]) -> dict[tuple[UUID, UUID], list[tuple[str, UUID]]]:
    """Who subscribed to any of this, by (hook, system): the kinds and agencies of each."""
    found: dict[tuple[UUID, UUID], list[tuple[str, UUID]]] = {}
    for hook_id, system_id, kind, agency_id in _listening.all(
        agencies={one.agency_id for one in news},
        kinds={str(one.kind) for one in news},
    ):
        found.setdefault((hook_id, system_id), []).append((kind, agency_id))
    return found
