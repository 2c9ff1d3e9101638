"""Things with words, and those who may find them."""

from uuid import UUID

from lienthong.kernel.ids import uuid7
from lienthong.search import queries, services
from lienthong.search.types import NewText, SearchKind

OURS, OTHERS = (uuid7(),), (uuid7(),)


def a_text(text: str, *readers: tuple[UUID, ...], kind: SearchKind = SearchKind.VERSION) -> UUID:
    """Something with these words, for our agency unless readers are named."""
    subject = uuid7()
    services.index([NewText(kind, subject, text, readers or (OURS,))])
    return subject


def found(
    typed: str,
    *readers: tuple[UUID, ...],
    kind: SearchKind = SearchKind.VERSION,
    limit: int = 50,
) -> list[UUID]:
    return queries.find(kind, typed, readers=readers or (OURS,), limit=limit)
