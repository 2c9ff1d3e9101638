"""Let a database take in very many rows: nothing is indexed or checked until all have come.

For throw-away installations only, which nobody serves meanwhile: what is stopped in the middle is
broken, and SQLite keeps no journal.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

# Of PostgreSQL: how to make again what constrains some tables, and the indexes that stand alone.
# Foreign keys hold for what comes later: what was taken in are copies of rows that fit.
_CONSTRAINTS = """
SELECT contype = 'f', format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
  format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
    pg_get_constraintdef(oid)) || CASE contype WHEN 'f' THEN ' NOT VALID' ELSE '' END
FROM pg_constraint
WHERE (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[]))
  AND contype IN ('p', 'u', 'f')
ORDER BY contype = 'f' DESC
"""
_INDEXES = """
SELECT false, format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index
WHERE indrelid = ANY(%s::regclass[])
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
_QUICK = (
    "foreign_keys=OFF",
    "ignore_check_constraints=ON",
    "wal_checkpoint(TRUNCATE)",
    "journal_mode=OFF",
    "synchronous=OFF",
    "cache_size=-1000000",
    "threads=2",
)


def take_in(tables: Sequence[str], statements: Sequence[str]) -> None:
    """Carry out statements that write to these tables, in any order, several at once."""
    from django.db import connection

    fill = _postgresql if connection.vendor == "postgresql" else _sqlite
    fill(list(tables), statements)


def _postgresql(tables: list[str], statements: Sequence[str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_CONSTRAINTS, [tables, tables])
        found = cursor.fetchall()
        cursor.execute(_INDEXES, [tables])
        found += cursor.fetchall()
    _one_by_one(drop for _is_link, drop, _make in found)
    _at_once(statements)
    _at_once([make for is_link, _drop, make in found if not is_link])
    # A foreign key locks two tables: two at once could wait for each other.
    _one_by_one(make for is_link, _drop, make in found if is_link)


def _sqlite(tables: list[str], statements: Sequence[str]) -> None:
    from django.db import connection

    places = ", ".join("%s" for _table in tables)
    with connection.cursor() as cursor:
        for word in _QUICK:
            cursor.execute(f"PRAGMA {word}")
        cursor.execute(
            "SELECT name, sql FROM sqlite_master "
            f"WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({places})",
            tables,
        )
        indexes = cursor.fetchall()
    _one_by_one(f'DROP INDEX "{name}"' for name, _make in indexes)
    _one_by_one(statements)
    _one_by_one(make for _name, make in indexes)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _one_by_one(statements: Iterable[str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _at_once(statements: Sequence[str]) -> None:
    with ThreadPoolExecutor(1 + (os.cpu_count() or 1)) as threads:
        list(threads.map(_alone, statements))


def _alone(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if "INDEX" in statement or "CONSTRAINT" in statement:
            cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(statement)
    connection.close()
