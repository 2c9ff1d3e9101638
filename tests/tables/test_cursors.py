"""One cursor a connection, as long as it is that connection."""

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext

from lienthong.tables.cursors import cursor_of

pytestmark = pytest.mark.django_db


def test_the_same_cursor_serves_every_statement():
    first = cursor_of(connection)
    first.execute("SELECT 1")
    assert first.fetchall() == [(1,)]
    assert cursor_of(connection) is first


def test_a_connection_that_was_opened_anew_has_another():
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    kept = cursor_of(own)
    first = own.connection
    own.connect()
    fresh = cursor_of(own)
    try:
        assert fresh is not kept
        fresh.execute("SELECT 1")
        assert fresh.fetchall() == [(1,)]
    finally:
        first.close()
        own.connection.close()


def test_who_writes_statements_down_sees_them():
    cursor_of(connection).execute("SELECT 1")
    with CaptureQueriesContext(connection) as seen:
        cursor_of(connection).execute("SELECT 2")
    assert [one["sql"] for one in seen] == ["SELECT 2"]


def test_a_connection_that_broke_between_two_requests_is_opened_anew():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite is a file: no connection to it breaks")
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        before = _backend(own)
        connection.cursor().execute("SELECT pg_terminate_backend(%s)", [before])
        own.close_if_unusable_or_obsolete()  # as at the beginning of every request
        assert _backend(own) != before
    finally:
        own.close()


def _backend(own: BaseDatabaseWrapper) -> int:
    cursor = cursor_of(own)
    cursor.execute("SELECT pg_backend_pid()")
    return int(cursor.fetchone()[0])
