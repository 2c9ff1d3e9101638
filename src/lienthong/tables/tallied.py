"""What stands behind a number: how much it is, a page of it, and when it came."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

_CHUNK = 2000
Shown = TypeVar("Shown")


@dataclass(frozen=True, slots=True)
class Tallied(Generic[Shown]):
    """Rows that are counted, the oldest first; nothing is asked before a method is called.

    moment: by which a row counts. made: of a row what a page shows.
    """

    rows: "QuerySet[Any]"
    moment: str | Combinable
    made: Callable[[Any], Shown]

    def count(self) -> int:
        """Return how many there are. One statement."""
        return self.rows.count()

    def page(self, skipped: int, limit: int) -> list[Shown]:
        """Return some of them. One statement."""
        ordered = self.rows.order_by(self.moment, "pk")
        return [self.made(row) for row in ordered[skipped : skipped + limit]]

    def moments(self) -> Iterator[datetime]:
        """Yield when each counted. One statement, read as a stream."""
        found = self.rows.order_by().values_list(self.moment, flat=True)
        yield from found.iterator(chunk_size=_CHUNK)
