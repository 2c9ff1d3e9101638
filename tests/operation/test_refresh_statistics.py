"""The database knows how its tables have grown, so that it chooses the right indexes."""

import pytest
from django.db import connection
from tests.jobs.builders import fail

from lienthong.jobs import services as jobs
from lienthong.kernel import clock
from lienthong.operation import handlers

pytestmark = pytest.mark.django_db


def test_sqlite_is_told_each_day_and_postgresql_sees_by_itself():
    for _job in range(30):
        jobs.enqueue(fail, "x", now=clock.now())
    told = handlers.refresh_statistics.func()
    assert told == (connection.vendor == "sqlite")
    if not told:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'jobs_job'")
        known = dict(cursor.fetchall())
        cursor.execute("PRAGMA analysis_limit")
        (limit,) = cursor.fetchone()
    assert known
    assert all(int(stat.split()[0]) <= 30 for stat in known.values())
    assert limit > 0
