"""News goes up: a lower package announces, a higher one subscribes, and `config` wires them.

Subscribers run at once, in the transaction of the one that announces: no network, bulk writes
only. What may be slow goes to a job that a subscriber enqueues.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type[E], subscriber: Callable[[E], None]) -> None:
    """Let `subscriber` hear every event of this type; subscribing it again changes nothing."""
    if subscriber not in _subscribers[event]:
        _subscribers[event].append(subscriber)


def announce(event: object) -> None:
    """Tell all subscribers, in the order of their wiring; what one raises undoes the whole act."""
    for subscriber in _subscribers[type(event)]:
        subscriber(event)
