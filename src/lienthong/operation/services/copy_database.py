"""The database as files and back: a copy of SQLite's file, or each table of PostgreSQL as text.

PostgreSQL's own programs would have to be of the server's version on the machine of ours; the
driver is enough, and the tables are made by our migrations at restore (decision 0023).
"""

import gzip
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from psycopg import sql

from lienthong.kernel import disk
from lienthong.kernel.progress import Tell, nobody

# Their rows would be wrong or harmful later: keys of contents stand apart, so that destroying one
# destroys it in old backups too; people sign in again; locks are over; steps are taken anew.
LEFT_OUT = ("blobs_seal", "django_session", "operation_sharedvalue")
_OF_MIGRATIONS = "django_migrations"
SQLITE_FILE = "database.sqlite3"


def copy_out(folder: Path, *, tell: Tell = nobody) -> None:
    """Write the database of the present snapshot into an empty folder, flushed by the caller."""
    if connection.vendor == "postgresql":
        told = _Told("bytes of the database", tell)
        for table in _tables():
            _table_out(table, folder / f"{table}.copy.gz", told)
        told.end()
    else:
        _sqlite_out(folder / SQLITE_FILE, tell)


def copy_in(folder: Path, *, tell: Tell = nobody) -> None:
    """Fill a database whose tables are those of the backup; all rows that are there go.

    PostgreSQL: in one transaction. SQLite: the file itself is replaced.
    """
    if connection.vendor == "postgresql":
        _postgres_in(folder, tell)
    else:
        _sqlite_in(folder / SQLITE_FILE)


def kind() -> str:
    """Return the name of the kind of database, as manifests have it."""
    return connection.vendor


def _tables() -> list[str]:
    """Return the tables that are copied, by name."""
    found = set(connection.introspection.table_names())
    return sorted(found - {*LEFT_OUT, _OF_MIGRATIONS})


@dataclass(slots=True)
class _Told:
    """Counts bytes of a step; how many there will be nobody knows before the end."""

    step: str
    tell: Tell
    done: int = 0

    def add(self, size: int) -> None:
        self.done += size
        self.tell(self.step, self.done)

    def end(self) -> None:
        self.tell(self.step, self.done, self.done)


def _table_out(table: str, path: Path, told: _Told) -> None:
    statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with (
        connection.cursor() as cursor,
        _compressed(path, "wb") as file,
        cursor.copy(statement) as rows,
    ):
        for piece in rows:
            told.add(file.write(piece))


@contextmanager
def _compressed(path: Path, mode: str) -> Iterator[Any]:
    # Level 1: a third of the size for little time; what is large lies in the contents.
    with gzip.open(path, mode, compresslevel=1) as file:
        yield file


def _postgres_in(folder: Path, tell: Tell) -> None:
    told = _Told("bytes of the database", tell)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        foreign_keys = _foreign_keys(cursor)
        # Checked once for each table at the end, instead of once for each row.
        for table, name, _words in foreign_keys:
            cursor.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                    sql.Identifier(table), sql.Identifier(name)
                )
            )
        tables = sql.SQL(", ").join(sql.Identifier(table) for table in _tables())
        cursor.execute(sql.SQL("TRUNCATE {}").format(tables))
        for path in sorted(folder.glob("*.copy.gz")):
            _table_in(cursor, path.name.removesuffix(".copy.gz"), path, told)
        told.end()
        for done, (table, name, words) in enumerate(foreign_keys, 1):
            tell("foreign keys", done, len(foreign_keys))
            cursor.execute(
                sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                    sql.Identifier(table), sql.Identifier(name), sql.SQL(words)
                )
            )
        models = apps.get_models(include_auto_created=True)
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _foreign_keys(cursor: Any) -> list[tuple[str, str, Any]]:
    cursor.execute(
        "SELECT r.relname, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"
        " JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace n ON n.oid = r.relnamespace"
        " WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY 1, 2"
    )
    return list(cursor.fetchall())


def _table_in(cursor: Any, table: str, path: Path, told: _Told) -> None:
    statement = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
    with _compressed(path, "rb") as file, cursor.copy(statement) as rows:
        while piece := file.read(disk.PIECE):
            rows.write(piece)
            told.add(len(piece))


def _sqlite_out(path: Path, tell: Tell) -> None:
    """Copy page by page in the snapshot of our connection; writers go on meanwhile."""

    def copied(_status: int, remaining: int, total: int) -> None:
        tell("pages of the database", total - remaining, total)

    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        os.chmod(path, 0o600)
        connection.connection.backup(copy, pages=4096, progress=copied)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        for table in LEFT_OUT:
            copy.execute(f"DELETE FROM {table}")  # noqa: S608  # our own names
        # What was deleted earlier may still lie in free pages.
        copy.execute("VACUUM")


def _sqlite_in(source: Path) -> None:
    """Put the copy in the place of the database; our connection opens it anew."""
    target = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    made = target.with_name(f"{target.name}.restoring")
    with source.open("rb") as reading, made.open("wb") as writing:
        os.fchmod(writing.fileno(), 0o600)
        shutil.copyfileobj(reading, writing, disk.PIECE)
        writing.flush()
        disk.flush(writing.fileno())
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    made.replace(target)
