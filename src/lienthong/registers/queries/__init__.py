"""Every read of the books: plain values, a fixed number of statements each."""

from lienthong.registers.queries.books import (
    book_rows,
    books_of,
    card_of,
    entries_of_deliveries,
    entries_of_versions,
    entry_card,
    outgoing,
)
from lienthong.registers.queries.incoming import (
    count_incoming,
    find_incoming,
    incoming_card,
    is_assigned,
)

__all__ = [
    "book_rows",
    "books_of",
    "card_of",
    "count_incoming",
    "entries_of_deliveries",
    "entries_of_versions",
    "entry_card",
    "find_incoming",
    "incoming_card",
    "is_assigned",
    "outgoing",
]
