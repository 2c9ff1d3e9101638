"""Lines of books by their words: few by the index, many by walking."""

from uuid import UUID

from lienthong.search import queries as search
from lienthong.search.types import SearchKind

# As many are looked up by their ids; where there are more, the next one is never far.
_FEW = 2_000


def few_lines_with(text: str, *, agency_id: UUID) -> list[UUID] | None:
    """Return the lines of an agency's books in which all words of a text stand; None: too many.

    Number, notation, author, subject and recipients; words are whole, but for the last. A list that
    is told of too many reads its lines one by one and finds a page of them soon. One statement.
    """
    found = search.find(SearchKind.ENTRY, text, readers=[(agency_id,)], limit=_FEW + 1)
    return found if len(found) <= _FEW else None
