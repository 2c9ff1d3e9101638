"""Hooks of systems, and receivers that stand at the port of calls."""

import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from tests.gateways.calls import Caller as System
from tests.gateways.calls import a_caller
from tests.systems.builders import a_bearer, a_system

from lienthong.hooks import queries, services
from lienthong.hooks.models import Notification
from lienthong.hooks.types import Call, HookCard, NewsKind, Outcome, Reply
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.systems import queries as systems
from lienthong.systems.types import SystemCard

ADDRESS = "https://vanban.so.vn/tin"
TAKEN = Reply(Outcome.DELIVERED, 202)
AWAY = Reply(Outcome.UNREACHABLE)
Answers = Callable[[Call], Reply]


@dataclass
class Receivers:
    """What each address answers, and what it was told. Challenges are echoed unless it says no."""

    now: ClassVar["Receivers"]
    answers: dict[str, Answers] = field(default_factory=dict)
    calls: dict[str, list[Call]] = field(default_factory=lambda: defaultdict(list))
    forbidden: set[str] = field(default_factory=set)

    @classmethod
    def anew(cls) -> "Receivers":
        cls.now = cls()
        return cls.now

    def answer(self, reply: Reply | Answers, address: str = ADDRESS) -> None:
        self.answers[address] = reply if callable(reply) else lambda _call: reply

    def told(self, address: str = ADDRESS) -> list[dict]:
        """The events that an address was told, challenges left out."""
        events = [json.loads(call.body) for call in self.calls[address]]
        return [one for one in events if one["type"] != "lienthong.hook.challenge"]


class Caller:
    """Stands for the network."""

    def may_call(self, url: str, networks: tuple[str, ...]) -> bool:
        return url not in Receivers.now.forbidden

    def call(self, call: Call) -> Reply:
        Receivers.now.calls[call.url].append(call)
        if call.url in Receivers.now.answers:
            return Receivers.now.answers[call.url](call)
        return echo(call)


def echo(call: Call) -> Reply:
    """Take what comes; a challenge comes back."""
    data = json.loads(call.body)["data"]
    said = {"challenge": data["challenge"]} if "challenge" in data else {}
    return Reply(Outcome.DELIVERED, 200, json.dumps(said).encode())


@dataclass
class Clock:
    """A clock that tests turn."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


def a_clock() -> Clock:
    """Begins at this very moment, by which systems are let in."""
    return Clock(clock.now().astimezone(UTC))


def system_of(caller: System) -> SystemCard:
    """The system behind a caller of the interface."""
    (found,) = systems.systems_for(
        caller.agency.id, now=clock.now(), since=clock.local_day(clock.now())
    )
    return found.system


def voice_of(caller: System) -> Actor:
    return Actor(
        ActorKind.SYSTEM,
        name="I-Office",
        account_id=system_of(caller).id,
        agency_id=caller.agency.id,
    )


def a_hook(
    caller: System,
    *kinds: NewsKind,
    address: str = ADDRESS,
    is_proved: bool = True,
    now: datetime | None = None,
) -> HookCard:
    """A hook of a caller's system that is told everything unless kinds are named."""
    now = now or clock.now()
    card = services.add_hook(
        system_id=system_of(caller).id,
        address=address,
        kinds=kinds or NewsKind.subscribable(),
        agency_ids=[caller.agency.id],
        actor=voice_of(caller),
        now=now,
    )
    if is_proved:
        carry(now=now)
        assert queries.hook(card.id).state == "active"
        Receivers.now.calls[address].clear()
    return queries.hook(card.id)


def carry(*, now: datetime) -> int:
    """One run of the job, at one moment."""
    return services.carry_due(clock=lambda: now)


def waiting(hook: HookCard) -> list[Notification]:
    return list(Notification.objects.filter(hook_id=hook.id, state="waiting").order_by("id"))


def another_caller(caller: System) -> System:
    """A second system that acts for the same agency."""
    now = clock.now()
    return System(caller.agency, a_bearer(a_system(caller.agency, now=now), now=now))


__all__ = ["System", "a_caller"]
