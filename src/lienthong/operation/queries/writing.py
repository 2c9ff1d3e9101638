"""Whether the database takes anything now, and who keeps it from that."""

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import OperationalError, connection, transaction

from lienthong.kernel.failures import Below, below

# More than may be kept in memory goes to a file beside the tables, which is gone with the question:
# a megabyte in a thousandth of a second, without a row, a number of a transaction, or the journal.
_ROOM = (
    "SET LOCAL work_mem TO '64kB'",
    "SET LOCAL temp_tablespaces TO ''",
    "SELECT count(*) FROM unnest(array_fill(repeat('0', 8192), ARRAY[128]))",
)
_NOT_ALLOWED = "53400"  # who keeps PostgreSQL allows less than that (temp_file_limit)


def is_read_only() -> bool:
    """Say whether nothing can be written: locked files, or a standby that has not taken over.

    One statement on PostgreSQL, none on SQLite, which writes beside its file too.
    """
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        beside = [file.with_name(f"{file.name}{end}") for end in ("-wal", "-shm")]
        there = [one for one in (file.parent, file, *beside) if one.exists()]
        return file.exists() and not all(os.access(one, os.W_OK) for one in there)
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        return bool(cursor.fetchone() == ("on",))


def is_out_of_room() -> bool:
    """Say whether PostgreSQL's own disk has less than a megabyte, which only writing shows.

    Three short statements there, none on SQLite, whose disk we see ourselves. PostgreSQL's journal
    may lie on another disk: without room there it ends, and is away.
    """
    if connection.vendor == "sqlite":
        return False
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _ROOM:
                cursor.execute(statement)
    except OperationalError as error:
        if below(error) == Below.DISK_FULL:
            return True
        if getattr(error.__cause__, "sqlstate", "") != _NOT_ALLOWED:
            raise
    return False


@dataclass(frozen=True, slots=True)
class Holder:
    """A session of PostgreSQL whose lock others wait for. waiting: how many of them."""

    pid: int
    role: str
    waiting: int


_HOLDERS = """
SELECT holder.pid, coalesce(holder.usename, ''), count(*)
FROM (
  SELECT DISTINCT pid FROM pg_locks
  WHERE NOT granted AND waitstart < now() - make_interval(secs => %s)
) AS late, LATERAL unnest(pg_blocking_pids(late.pid)) AS held(pid)
  JOIN pg_stat_activity AS holder ON holder.pid = held.pid
WHERE holder.datname = current_database() AND cardinality(pg_blocking_pids(holder.pid)) = 0
GROUP BY holder.pid, holder.usename ORDER BY count(*) DESC, holder.pid LIMIT 5
"""


def lock_holders(*, longer_than: timedelta) -> list[Holder]:
    """Return whom others wait for longer than that, the worst first, five at most.

    Who waits himself is not named but whom he waits for. One statement on PostgreSQL; SQLite does
    not say who holds its one lock, and none is asked there.
    """
    if connection.vendor == "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [longer_than.total_seconds()])
        return [Holder(*row) for row in cursor.fetchall()]
