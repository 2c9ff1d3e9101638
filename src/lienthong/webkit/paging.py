"""Marks in addresses that say where the next page of a list starts."""

from datetime import datetime
from uuid import UUID

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
