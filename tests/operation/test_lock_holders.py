"""Who holds a lock of PostgreSQL for which others wait."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from lienthong.kernel import clock
from lienthong.operation import queries
from lienthong.operation.queries.findings import machine
from lienthong.operation.types import Severity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
_LOCK = "LOCK TABLE operation_backup IN ACCESS EXCLUSIVE MODE"


def another() -> Any:
    """Another session of the same database, as a psql is."""
    return closing(connection.get_new_connection(connection.get_connection_params()))


def take(session: Any) -> None:
    session.execute(_LOCK)
    session.execute("ROLLBACK")


def held() -> list:
    return [one for one in queries.findings(now=clock.now()) if one.code == "operation.lock-held"]


def test_a_forgotten_session_is_named_while_others_wait_for_it(monkeypatch):
    monkeypatch.setattr(machine, "LONG_FOR_A_LOCK", timedelta(0))
    with another() as psql, another() as first, another() as second, ThreadPoolExecutor(2) as pool:
        psql.execute("BEGIN")
        psql.execute(_LOCK)
        role = psql.execute("SELECT current_user").fetchone()[0]
        told = {"pid": psql.info.backend_pid, "role": role, "count": 2}
        assert list(machine.lock_looks(clock.now())) == []
        late = [pool.submit(take, one) for one in (first, second)]
        until = time.monotonic() + 10
        while not (found := list(machine.lock_looks(clock.now()))) or found[0].facts["count"] < 2:
            assert time.monotonic() < until
            time.sleep(0.02)
        psql.execute("ROLLBACK")
        for one in late:
            one.result()
    # Who came last waits for the one before too, but that one is not the cause.
    assert [one.facts for one in found] == [told]
    assert found[0].severity == Severity.WARNING
    assert held() == []
