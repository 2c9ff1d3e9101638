"""The printed tables: what was measured, and how far each goal was reached."""

from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from bench.goals import Told
from bench.loads.sending import Outcome

_LINE_BY_LINE = {"pages"}  # what its load prints itself
NOT_INCLUDED = "RabbitMQ (P3) and django-pyas2 (P2) of row a are not part of this program."


def print_goals(kind: str, rows: Sequence[Told]) -> None:
    """Print every goal with its figures, its ratio and how far it was reached."""
    head = f"{'':3}{'measure':38}{'ours':>10}{'other':>10}{'value':>9}{'goal':>9}{'stretch':>9}"
    print(f"\nGoals on {kind}\n{head}")
    for one in rows:
        sign = ">=" if one.goal.is_floor else "<="
        print(
            f"{one.goal.row:3}{one.goal.measure:38}{shown(one.ours):>10}{shown(one.other):>10}"
            f"{shown(one.value):>9}{sign + shown(one.goal.goal):>9}"
            f"{sign + shown(one.goal.stretch):>9}  {one.mark}"
        )
    print(NOT_INCLUDED)


def print_times(
    took: dict[str, float], failed: dict[str, str], beside: dict[str, float] | None = None
) -> None:
    """Print how long each row took, what the floor did beside it, and at last what failed."""
    print("\nSeconds a row, and the floor P4 in two processes beside it, documents a second")
    for name, seconds in took.items():
        print(f"  {name:32}{seconds:8.0f}{shown((beside or {}).get(name)):>10}")
    for name, why in failed.items():
        print(f"FAILED {name}: {why}")


def print_outcome(name: str, outcome: Outcome) -> None:
    """Print one line of a load."""
    print(
        f"  {name:10} {outcome.road:15}{outcome.accepted_a_second:8.1f} accepted/s "
        f"{outcome.readable_a_second:8.1f} readable/s  p50 {outcome.accepted.p50_ms:7.1f} ms "
        f"p99 {outcome.accepted.p99_ms:7.1f} ms (readable {outcome.readable.p50_ms:.1f}, "
        f"{outcome.readable.p99_ms:.1f})  CPU {outcome.cpu_ms:6.1f} ms  "
        f"{outcome.statements:.0f} statements  {outcome.flushes:.1f} flushes  "
        f"{outcome.disk_bytes / outcome.own_bytes:.3f} x own on disk  {outcome.memory_mb:.0f} MB",
        flush=True,
    )


def print_line(name: str, found: Any) -> None:
    """Print the figures of anything else, with their names."""
    if isinstance(found, int | float):
        print(f"  {name:10} {shown(found)}", flush=True)
        return
    facts = asdict(found) if is_dataclass(found) and not isinstance(found, type) else found
    said = "  ".join(
        f"{key} {_inner(value)}" for key, value in facts.items() if key not in _LINE_BY_LINE
    )
    print(f"  {name:10} {said}", flush=True)


def shown(value: float | None) -> str:
    """Return a figure with three digits that count; "-" for one that was not measured."""
    if value is None:
        return "-"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _inner(value: Any) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        return "(" + " ".join(f"{key} {_inner(inner)}" for key, inner in value.items()) + ")"
    return shown(value) if isinstance(value, int | float) else str(value)
