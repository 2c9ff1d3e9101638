"""Agencies of one province, as the tests of exchange have them."""

from tests.exchange.conftest import committee, justice

__all__ = ["committee", "justice"]
