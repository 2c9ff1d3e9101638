"""A long queue costs no sorting: claiming reads the index in its order."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.jobs.builders import MONDAY_9AM, note

from lienthong.jobs import services
from lienthong.jobs.models import Job
from lienthong.jobs.services.claim_job import claim_next

pytestmark = pytest.mark.django_db


def test_claiming_from_a_long_queue_uses_the_index_of_turns():
    for n in range(3_000):
        services.enqueue(note, n, now=MONDAY_9AM)
    Job.objects.filter(pk__in=Job.objects.values("pk")[:1_000]).update(
        state="done", due_at=None, finished_at=MONDAY_9AM
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE jobs_job")
        with CaptureQueriesContext(connection) as statements:
            claim_next(now=MONDAY_9AM + timedelta(minutes=1))
        [claiming] = [
            q["sql"] for q in statements if "'waiting'" in q["sql"] and "ORDER BY" in q["sql"]
        ]
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {claiming}")
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "jobs_job_turn" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
