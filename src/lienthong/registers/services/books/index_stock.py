"""Lines of books that were there before the index are found by it, too."""

from uuid import UUID

from lienthong.registers.models import Entry
from lienthong.registers.services.books._lines import words_of
from lienthong.search import services as search
from lienthong.search.types import NewText, SearchKind


def index_stock() -> int:
    """Take lines that are not in the index into it; return how many. May be stopped any time."""
    return search.take_stock(SearchKind.ENTRY, _stock_after)


def _stock_after(after: UUID, limit: int) -> list[tuple[UUID, list[NewText]]]:
    """Return the next lines with their texts: for the book's agency, and who took the work over."""
    rows = Entry.objects.filter(pk__gt=after).select_related("register", "incoming")
    return [(row.pk, _texts(row)) for row in rows.order_by("pk")[:limit]]


def _texts(row: Entry) -> list[NewText]:
    agencies = {row.register.agency_id}
    if hasattr(row, "incoming"):
        agencies.add(row.incoming.agency_id)
    return [words_of(row, agency_id) for agency_id in sorted(agencies)]
