"""The goals, row by row (a to k), and what one run says of each. docs/explain/performance.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bench.figures import ratio

Found = Mapping[str, Any]
Mark = Literal["stretch reached", "goal reached", "not reached", "not measured"]


@dataclass(frozen=True, slots=True)
class Goal:
    """One measure with what it should reach.

    ours: where the figure of an installation stands ("api.W1.cpu_ms"). against: where the one that
    it is divided by stands in the whole run ("mail.W1.cpu_ms"); "" when the figure counts itself.
    is_floor: at least so much; else at most. stretch_of: where the stretch has its own measure.
    """

    row: str
    measure: str
    ours: str
    against: str
    is_floor: bool
    goal: float
    stretch: float
    stretch_of: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What one run says of a goal; value: the ratio, or the figure itself."""

    goal: Goal
    ours: float | None
    other: float | None
    value: float | None
    mark: Mark


Limits = tuple[float, float]  # goal and stretch


def _most(row: str, measure: str, ours: str, against: str, limits: Limits) -> Goal:
    return Goal(row, measure, ours, against, False, *limits)


def _least(row: str, measure: str, ours: str, against: str, limits: Limits) -> Goal:
    return Goal(row, measure, ours, against, True, *limits)


def _against_mail(path: str) -> tuple[str, str]:
    return f"api.{path}", f"mail.{path}"


GOALS = (
    _least("a", "W1 accepted/s : mail", *_against_mail("W1.accepted_a_second"), (1.5, 2.5)),
    _least("a", "W1 readable/s : mail", *_against_mail("W1.readable_a_second"), (2, 3)),
    _least(
        "a",
        "W1 accepted/s : P4, two, beside it",
        "api.W1.accepted_a_second",
        "own.derived.floor_beside",
        (0.12, 0.2),
    ),
    _most("b", "W1 server CPU : mail", *_against_mail("W1.cpu_ms"), (0.5, 0.35)),
    _most("b", "whole circle, CPU : mail", *_against_mail("circle_ms"), (0.7, 0.5)),
    _most("c", "50/s accept p50 : mail", *_against_mail("offered.accepted.p50_ms"), (2.0, 1.2)),
    _most("c", "50/s accept p99 : mail", *_against_mail("offered.accepted.p99_ms"), (1.5, 0.8)),
    _most("c", "50/s readable p50 : mail", *_against_mail("offered.readable.p50_ms"), (1.0, 0.6)),
    _most("c", "50/s readable p99 : mail", *_against_mail("offered.readable.p99_ms"), (0.9, 0.5)),
    _most("c", "full load readable p99 : mail", *_against_mail("W1.readable.p99_ms"), (0.25, 0.1)),
    _most("d", "W2 CPU : mail", *_against_mail("W2.cpu_ms"), (0.08, 0.04)),
    _least("d", "W2 deliveries/s : mail", *_against_mail("W2.readable_a_second"), (8, 15)),
    _most("d", "W2 all 200 can read : mail", *_against_mail("W2.readable.p50_ms"), (0.05, 0.02)),
    _most("d", "CPU per further recipient, ms", "api.steps.cpu_slope_ms", "", (0.06, 0.03)),
    _most("e", "disk - 1.03 x own, 5 recipients, KB", "derived.disk_over_kb", "", (4.5, 2.25)),
    _most("e", "disk W1 : mail", *_against_mail("W1.disk_bytes"), (0.78, 0.75)),
    _most("e", "disk W2 : mail", *_against_mail("W2.disk_bytes"), (0.27, 0.22)),
    _least(
        "f", "W3 one by one, docs/s : mail", *_against_mail("W3.documents_a_second"), (0.5, 0.7)
    ),
    _least(
        "f",
        "W3 by 50, docs/s : mail",
        "api.W3 by 50.documents_a_second",
        "mail.W3.documents_a_second",
        (1.0, 1.5),
    ),
    _most("f", "W3 CPU : mail", *_against_mail("W3.cpu_ms"), (8, 5)),
    _least(
        "g",
        "verified/s : pyHanko alone",
        "verifying.verified_a_second",
        "pyhanko.rate",
        (0.7, 0.85),
    ),
    _most(
        "g",
        "50/s p99 while verifying : not",
        "verifying.offered.accepted.p99_ms",
        "own.api.offered.accepted.p99_ms",
        (1.5, 1.2),
    ),
    _least(
        "h",
        "slow disk W1 accepted/s : mail",
        *_against_mail("slow.W1.accepted_a_second"),
        (1.0, 1.4),
    ),
    _most(
        "h",
        "slow disk, one sender p50 : mail",
        *_against_mail("slow.alone.accepted.p50_ms"),
        (2.0, 1.4),
    ),
    Goal(
        "i",
        "p50 at most : least stock, worst act",
        "derived.p50_growth",
        "",
        False,
        1.5,
        1.2,
        "derived.p50_growth_stretch",
    ),
    Goal(
        "i",
        "p99 at most : least stock, worst act",
        "derived.p99_growth",
        "",
        False,
        3,
        2,
        "derived.p99_growth_stretch",
    ),
    _most(
        "i",
        "large inbox, until readable : mail",
        "derived.inbox.readable_ms",
        "mail.inbox.readable_ms",
        (0.15, 0.08),
    ),
    _most(
        "i",
        "large inbox, find by number : mail",
        "derived.inbox.find_ms",
        "mail.inbox.find_ms",
        (0.03, 0.01),
    ),
    _most("i", "database KB a document, 5 recipients", "derived.database_kb", "", (3, 1.5)),
    _most("j", "peak memory in W1 : mail", *_against_mail("W1.memory_mb"), (2, 1.3)),
    _most("k", "accept ms per further recipient", "api.steps.accept_slope_ms", "", (0.06, 0.03)),
)


def told(found: Found, kind: str) -> list[Told]:
    """Return what a run says of every goal, for the installation of this kind."""
    beside = found.get("floor_beside", {}).get(f"{kind}.api.W1")
    own = {**found[kind], "derived": derived(found[kind]) | {"floor_beside": beside}}
    whole = {**found, "own": own}
    return [_told(goal, own, whole) for goal in GOALS]


def mark(goal: Goal, value: float | None, stretch_value: float | None) -> Mark:
    """Return how far a measure came."""
    if value is None or stretch_value is None:
        return "not measured"
    if _reaches(goal, stretch_value, goal.stretch):
        return "stretch reached"
    return "goal reached" if _reaches(goal, value, goal.goal) else "not reached"


def derived(own: Found) -> dict[str, Any]:
    """Return the measures that are made of several figures of one installation."""
    first = figure(own, "api.W1")
    found: dict[str, Any] = {}
    if first:
        over = first["disk_bytes"] - 1.03 * first["own_bytes"]
        found["disk_over_kb"] = over / 1000
        found["database_kb"] = first["database_bytes"] / 1000
    stocks: list[Found] = list(own.get("stock", {}).values())
    if len(stocks) > 1:
        pairs = _pairs(stocks)
        found["p50_growth"] = max((large["p50"] - 1) / small["p50"] for small, large in pairs)
        found["p50_growth_stretch"] = max(
            (large["p50"] - 0.5) / small["p50"] for small, large in pairs
        )
        found["p99_growth"] = max((large["p99"] - 5) / small["p99"] for small, large in pairs)
        found["p99_growth_stretch"] = max(large["p99"] / small["p99"] for small, large in pairs)
    if stocks:
        found["inbox"] = max(stocks, key=lambda one: one["inbox"]["documents"])["inbox"]
    return found


def figure(found: Found, path: str) -> Any:
    """Return what stands at a path of names; None when it was not measured."""
    place: Any = found
    for name in path.split("."):
        if not isinstance(place, Mapping) or name not in place:
            return None
        place = place[name]
    return place


def _told(goal: Goal, own: Found, whole: Found) -> Told:
    ours = figure(own, goal.ours)
    other = figure(whole, goal.against) if goal.against else None
    value = ratio(ours, other) if goal.against else ours
    stretch_value = figure(own, goal.stretch_of) if goal.stretch_of else value
    return Told(goal, ours, other, value, mark(goal, value, stretch_value))


def _reaches(goal: Goal, value: float, wanted: float) -> bool:
    return value >= wanted if goal.is_floor else value <= wanted


def _pairs(stocks: list[Found]) -> list[tuple[Found, Found]]:
    """Return the times of each act or page at the least and at the largest stock."""
    small, large = stocks[0]["times"], stocks[-1]["times"]
    return [(small[name], large[name]) for name in small if name in large]
