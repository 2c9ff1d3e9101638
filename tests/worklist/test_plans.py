"""A viewer's list reads only what waits for the viewer, however much was settled before."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.worklist.builders import MONDAY_9AM, a_viewer, work

from lienthong.worklist import queries, services
from lienthong.worklist.models import WorkItem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", [queries.waiting, queries.counts, queries.settled_today])
def test_a_viewers_list_is_found_by_its_index(query):
    services.put(work() for _ in range(1_500))
    WorkItem.objects.update(settled_at=MONDAY_9AM.replace(year=2025))
    services.put(work(agency_id=uuid4()) for _ in range(1_500))
    services.put(work() for _ in range(20))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE worklist_workitem")
            # So few rows are read whole otherwise; this asks what happens when there are many.
            cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as statements:
            query(a_viewer(), now=MONDAY_9AM)
        [asked] = [q["sql"] for q in statements]
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {asked}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "worklist_item_for_viewer" in plan
