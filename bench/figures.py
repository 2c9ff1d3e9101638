"""What is made of measured times: percentiles, slopes, ratios. Nothing here measures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share (0 to 1) of all values does not exceed.

    The nearest rank, never between two values: what is returned did happen. ValueError when empty.
    """
    if not values:
        raise ValueError("no values")
    place = max(1, math.ceil(share * len(values) - 1e-9))
    return sorted(values)[place - 1]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return by how much y grows with each x, by least squares; ValueError below two x."""
    middle_x = sum(x for x, _y in points) / len(points)
    middle_y = sum(y for _x, y in points) / len(points)
    spread = sum((x - middle_x) ** 2 for x, _y in points)
    if not spread:
        raise ValueError("one x only")
    return sum((x - middle_x) * (y - middle_y) for x, y in points) / spread


def largest_step(points: Sequence[tuple[float, float]]) -> float:
    """Return how far the worst point lies above the line through all of them, in units of y."""
    rise = slope(points)
    start = sum(y - rise * x for x, y in points) / len(points)
    return max(y - (start + rise * x) for x, y in points)


def ratio(one: float | None, other: float | None) -> float | None:
    """Return one / other; None where either was not measured or the other is 0."""
    return None if one is None or not other else one / other


@dataclass(frozen=True, slots=True)
class Times:
    """Of one load, in milliseconds."""

    p50_ms: float
    p99_ms: float
    worst_ms: float

    @classmethod
    def of(cls, took_ms: Sequence[float]) -> "Times":
        """ValueError when there are none."""
        found = (percentile(took_ms, 0.5), percentile(took_ms, 0.99), max(took_ms))
        return cls(*(round(value, 2) for value in found))
