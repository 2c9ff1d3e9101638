"""What was there before the index, and the index itself, are filled in the background."""

from uuid import UUID

import pytest
from django.db import connection
from tests.search.builders import OURS, a_text, found

from lienthong.kernel.ids import uuid7
from lienthong.search import engines, queries, services
from lienthong.search.models import SearchText
from lienthong.search.types import NewText, SearchKind

pytestmark = pytest.mark.django_db


class Stock:
    """Things in the order of their ids; `dies_at` stops the work as a killed worker would."""

    def __init__(self, count: int) -> None:
        self.ids = sorted(uuid7() for _n in range(count))
        self.dies_at: int | None = None
        self.asked = 0

    def next(self, after: UUID, limit: int):
        self.asked += 1
        if self.dies_at == self.asked:
            raise ConnectionError
        some = [each for each in self.ids if each > after][:limit]
        return [(pk, [NewText(SearchKind.VERSION, pk, "đất đai", (OURS,))]) for pk in some]


def test_a_stock_is_indexed_once_and_goes_on_where_it_was_stopped():
    stock = Stock(450)
    stock.dies_at = 2
    with pytest.raises(ConnectionError):
        services.take_stock(SearchKind.VERSION, stock.next)
    assert len(found("đất", limit=1_000)) == 200
    assert queries.stock_place(SearchKind.VERSION) == stock.ids[199]
    assert services.take_stock(SearchKind.VERSION, stock.next) == 250
    assert services.take_stock(SearchKind.VERSION, stock.next) == 0
    assert SearchText.objects.count() == 450


def test_what_its_act_has_indexed_already_is_passed_over():
    subject = a_text("đất đai")
    assert (
        services.take_stock(
            SearchKind.VERSION,
            lambda after, _limit: (
                [(subject, [NewText(SearchKind.VERSION, subject, "đất", (OURS,))])]
                if after < subject
                else []
            ),
        )
        == 0
    )
    assert SearchText.objects.count() == 1


def test_sqlites_index_is_filled_in_batches_and_then_has_nothing_to_do():
    for _n in range(engines.BATCH + 3):
        a_text("đất đai")
    expected = engines.BATCH + 3 if connection.vendor == "sqlite" else 0
    assert services.catch_up() == expected
    assert services.catch_up() == 0
