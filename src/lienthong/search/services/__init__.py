"""Every write of search: one file an act."""

from lienthong.search.services.catch_up import catch_up
from lienthong.search.services.index import index
from lienthong.search.services.take_stock import take_stock

__all__ = ["catch_up", "index", "take_stock"]
