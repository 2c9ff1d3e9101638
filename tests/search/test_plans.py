"""With some thousand texts the database uses its index, and looks at no more than it has to."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.search.builders import OTHERS, OURS, a_text, found

from lienthong.kernel.ids import uuid7
from lienthong.search import engines, services
from lienthong.search.types import NewText, SearchKind

pytestmark = pytest.mark.django_db
STOCK = 4_000


@pytest.fixture
def rare(monkeypatch):
    """One text among thousands, the oldest; only the latest hundred are looked through."""
    monkeypatch.setattr(engines, "_FIRST", engines._FIRST.replace(str(engines.LATEST), "100"))
    oldest = a_text("Quyết định hiếm 77/QĐ-UBND")
    services.index(
        NewText(SearchKind.VERSION, uuid7(), f"{n}/UBND-VP văn bản điện tử", (OURS, OTHERS))
        for n in range(STOCK)
    )
    with connection.cursor() as cursor:
        for _doubling in range(3):
            cursor.execute(
                "INSERT INTO search_searchtext (kind, subject, text) SELECT kind, subject, text "
                "FROM search_searchtext WHERE subject <> %s ORDER BY id",
                [oldest.hex],
            )
        while services.catch_up():
            pass
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list('search_text_words')")
        # Alone: tables without rows would be known as empty to the tests after this one, too.
        cursor.execute("ANALYZE search_searchtext")
    return oldest


def _plan(typed: str) -> str:
    with CaptureQueriesContext(connection) as captured:
        found(typed)
    how = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    with connection.cursor() as cursor:
        cursor.execute(how + captured.captured_queries[-1]["sql"].replace("%", "%%"))
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_what_is_rare_is_found_by_the_index(rare):
    assert found("hiếm") == found("77/qđ-ubnd") == [rare]
    plan = _plan("hiếm")
    index = "search_text_words" if connection.vendor == "postgresql" else "VIRTUAL TABLE INDEX"
    assert index in plan, plan
    assert "Seq Scan on search_searchtext search" not in plan
    # Rows themselves are met by their key alone.
    assert "SCAN held" not in plan


def test_what_is_everywhere_is_read_from_the_latest(rare):
    assert len(found("văn bản", limit=50)) == 50
    assert len(found("van ban dien tu", limit=500)) == 500
