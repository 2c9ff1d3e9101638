"""Where the next page of a list starts: marks in addresses, and numbered pages."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from lienthong.webkit.types import Pager

_SEPARATOR = "~"
# No instant of the system lies outside; those near the ends of time overflow in other zones.
_YEARS = range(2000, 2101)


def written_mark(moment: datetime, row_id: UUID) -> str:
    """Return the mark of a row by its moment and id."""
    return f"{moment.isoformat()}{_SEPARATOR}{row_id}"


def read_mark(text: str) -> tuple[datetime, UUID] | None:
    """Return the moment (aware) and the id of a mark; None for any text that is none."""
    at, _separator, row_id = text.partition(_SEPARATOR)
    try:
        moment, found = datetime.fromisoformat(at), UUID(row_id)
    except (ValueError, OverflowError):
        return None
    return (moment, found) if moment.tzinfo and moment.year in _YEARS else None


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """One page of a counted list, by the name of its number in the address.

    number: from 1; one beyond the last is the last. total: of lines on all pages.
    """

    name: str
    number: int
    size: int
    total: int

    @classmethod
    def asked(cls, request: HttpRequest, name: str, *, size: int, total: int) -> "NumberedPage":
        """Read which page the address asks for; anything that is no number asks for the first."""
        text = request.GET.get(name, "")
        number = int(text) if text.isdecimal() and len(text) < 6 else 1
        return cls(name, max(1, min(number, -(-total // size))), size, total)

    @property
    def skipped(self) -> int:
        """How many lines stand on the pages before it."""
        return (self.number - 1) * self.size

    def pager(self, request: HttpRequest) -> Pager | None:
        """Say where the list stands, keeping what else is in the address; None for one page."""
        if self.total <= self.size:
            return None
        last = min(self.skipped + self.size, self.total)
        return Pager(
            previous_url=self._address(request, self.number - 1) if self.skipped else "",
            next_url=self._address(request, self.number + 1) if last < self.total else "",
            first=self.skipped + 1,
            last=last,
            total=self.total,
        )

    def _address(self, request: HttpRequest, number: int) -> str:
        asked = request.GET.copy()
        asked[self.name] = str(number)
        return f"?{asked.urlencode()}"
