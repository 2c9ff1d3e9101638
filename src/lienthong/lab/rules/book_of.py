"""The book of scenarios, as it is kept: one file for each direction, and the words of checks."""

import hashlib
import json
from collections.abc import Collection
from functools import cache
from importlib import resources
from typing import Any

from lienthong.lab.errors import ScenarioUnknown
from lienthong.lab.types import Direction, Scenario, Severity, Text

_FOLDER = resources.files("lienthong.lab.rules") / "book"


@cache
def book(direction: Direction) -> tuple[Scenario, ...]:
    """Return all scenarios of a direction, in the order in which they are played."""
    told = _read(f"{direction}.json")["scenarios"]
    return tuple(_scenario(one, direction) for one in told)


def chosen(direction: Direction, names: Collection[str]) -> tuple[Scenario, ...]:
    """Return the scenarios of these ids, all for none. Raises ScenarioUnknown."""
    unknown = set(names) - {one.id for one in book(direction)}
    if unknown:
        raise ScenarioUnknown(names=", ".join(sorted(unknown)))
    return tuple(one for one in book(direction) if not names or one.id in names)


@cache
def book_digest(direction: Direction) -> str:
    """Return what tells one book from another: the SHA-256 of its file."""
    return hashlib.sha256((_FOLDER / f"{direction}.json").read_bytes()).hexdigest()


@cache
def check_words() -> dict[str, Text]:
    """Return the sentence of each check by its key."""
    return _texts("checks")


@cache
def reasons() -> dict[str, Text]:
    """Return why a scenario was not tried, by its key."""
    return _texts("reasons")


def _texts(name: str) -> dict[str, Text]:
    return {key: Text(*pair) for key, pair in _read("words.json")[name].items()}


def _scenario(told: dict[str, Any], direction: Direction) -> Scenario:
    return Scenario(
        id=told["id"],
        direction=direction,
        severity=Severity(told["severity"]),
        title=Text(*told["title"]),
        source=told["source"],
        steps=Text(*told["steps"]),
        expected=Text(*told["expected"]),
        next_step=Text(*told["next"]),
        do=Text(*told.get("do", ("", ""))),
    )


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads((_FOLDER / name).read_text(encoding="utf-8")))
