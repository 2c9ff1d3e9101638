"""Versions that were there before the index are found by it, too."""

from lienthong.documents.services._words import stock_after
from lienthong.search import services as search
from lienthong.search.types import SearchKind


def index_stock() -> int:
    """Take versions that are not in the index into it; return how many. May be stopped any time."""
    return search.take_stock(SearchKind.VERSION, stock_after)
