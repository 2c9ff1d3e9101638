"""Finding: the ids of what came last, for those who read the things themselves."""

from collections.abc import Collection
from uuid import UUID

from lienthong.search.engines import latest_rows
from lienthong.search.models import StockPlace
from lienthong.search.rules import reader_token, terms_of
from lienthong.search.types import Reader, SearchKind


def find(kind: SearchKind, typed: str, *, readers: Collection[Reader], limit: int) -> list[UUID]:
    """Return the ids of things of a kind in which all that was typed stands, the latest first.

    typed: with or without tones; only the last word may be begun and not ended. What holds no word
    finds nothing. readers: who asks, in all that he or she is. The reader narrows, and the caller
    keeps to its own rights: an id is no permission. One statement; up to `limit` ids.
    """
    terms = terms_of(typed)
    who = sorted({reader_token(kind, reader) for reader in readers})
    if not terms or not who:
        return []
    # Who reads as unit and as person, or was given it twice, may meet a thing more than once.
    rows = latest_rows(who, terms, limit=limit * (len(who) + 1))
    return list(dict.fromkeys(rows))[:limit]


def stock_place(kind: SearchKind) -> UUID:
    """Return the last id of a kind's stock that is in the index for sure. One statement."""
    row = StockPlace.objects.filter(kind=kind).first()
    return row.after if row else UUID(int=0)
