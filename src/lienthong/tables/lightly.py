"""A write that need not survive a power cut by itself: the act that follows it takes it along."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections, transaction
from django.db.utils import DEFAULT_DB_ALIAS

from lienthong.tables.cursors import cursor_of
from lienthong.tables.rows import Rows

# A condition that always holds, and by which the commit of its statement is not waited for.
_NOT_WAITED_FOR = "set_config('synchronous_commit', 'off', true) = 'off'"


@contextmanager
def lightly() -> Iterator[None]:
    """Commit without waiting for the disk, if this is a transaction of its own.

    Both databases write commits into one log in their order. So whatever is committed later, and
    waited for, is durable only together with this; what may be lost is this alone, with nothing
    behind it. Within another's transaction it is a savepoint.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _say("SET LOCAL synchronous_commit TO OFF")
            yield
    else:
        _say("PRAGMA synchronous=NORMAL")
        try:
            with transaction.atomic():  # which waits for another's in short looks
                yield
        finally:
            _say("PRAGMA synchronous=FULL")


def insert_lightly(rows: Rows[Any], **values: Any) -> None:
    """Write one row `lightly`; on PostgreSQL one statement with its commit, where that has four."""
    on = connections[DEFAULT_DB_ALIAS]
    if on.vendor == "postgresql" and not on.in_atomic_block:
        sql, params = rows.one_selected(values, on)
        cursor_of(on).execute(f"{sql} WHERE {_NOT_WAITED_FOR}", params)
        return
    with lightly():
        rows.insert(**values)


def _say(sql: str) -> None:
    cursor_of(connections[DEFAULT_DB_ALIAS]).execute(sql)
