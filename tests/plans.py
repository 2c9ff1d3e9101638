"""How SQLite goes about what an act or a list asks: which tables it would read from end to end."""

import re
from collections.abc import Callable

from django.db import connection

_SCAN = re.compile(r"SCAN (\w+)\b(?! VIRTUAL)")


def read_whole(act: Callable[[], object]) -> list[str]:
    """Return the tables of ours that a statement of this act reads without looking anything up."""
    asked: list[tuple[str, object]] = []

    def note(execute, sql, params, *rest):
        asked.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        act()
    assert asked
    with connection.cursor() as cursor:
        return [
            found[1]
            for sql, params in asked
            if sql.startswith(("SELECT", "UPDATE"))
            for *_place, line in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchall()
            if (found := _SCAN.match(line)) and "_" in found[1] and found[1] != "json_each"
        ]
