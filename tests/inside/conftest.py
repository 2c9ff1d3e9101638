"""Three agencies of one province, as the tests of exchange have them."""

from tests.exchange.conftest import committee, finance, justice

__all__ = ["committee", "finance", "justice"]
