"""What the database itself lets nobody do: change or delete rows of append-only tables.

Triggers hold it on SQLite and, as a second line, on PostgreSQL. There the role of web and workers
has no such rights at all: another role owns the tables and makes them (`lienthong migrate`).
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import Error, transaction
from django.db import connection as ours
from django.db.backends.base.base import BaseDatabaseWrapper

from lienthong.config.append_only import APPEND_ONLY, LOCKED
from lienthong.kernel.wording import noop as _
from lienthong.operation.events import UpgradeFailed
from lienthong.operation.types import Finding, Severity

_NAME = "lienthong_guard"
_ACTS = ("change", "delete", "truncate")
_REFUSED = "lienthong: rows of this table stay as they were written"
# Only who owns a table may switch its guards off, and only tests of damage do.
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {_NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('{_NAME}.off', true) = 'yes' AND pg_has_role(
      current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
    RETURN COALESCE(NEW, OLD);
  END IF;
  RAISE EXCEPTION '{_REFUSED}: %', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""  # noqa: S608  nothing from outside is in it


@dataclass(frozen=True, slots=True)
class Guarded:
    """A table of the list, with columns as the database calls them.

    locked: the column that stands for the whole row when it is locked, where rows are locked.
    """

    table: str
    locked: tuple[str, ...]
    may_change: tuple[str, ...]
    fixed: tuple[str, ...]


def guarded() -> list[Guarded]:
    """Return the append-only tables in a fixed order. Raises LookupError for an unknown name."""
    return [_guarded(label, names) for label, names in APPEND_ONLY.items()]


def _guarded(label: str, names: tuple[str, ...]) -> Guarded:
    meta = apps.get_model(label)._meta
    may_change = tuple(meta.get_field(name).column for name in names)
    fixed = tuple(field.column for field in meta.concrete_fields if field.column not in may_change)
    locked = (meta.pk.column,) if label in LOCKED else ()
    return Guarded(meta.db_table, locked, may_change, fixed)


def set_guards(connection: BaseDatabaseWrapper) -> int:
    """Put the triggers on all append-only tables, in place of older ones; return how many.

    For the owner of the tables. One table at a time and each at once: others may be at work, and no
    table is without its guard for a moment. Tables that are not there yet are passed over, and all
    columns that are there are guarded: after a migration that failed both are of its middle.
    """
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        tables = [each for each in guarded() if each.table in present]
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for each in tables:
            described = connection.introspection.get_table_description(cursor, each.table)
            fixed = sorted({column.name for column in described} - set(each.may_change))
            with transaction.atomic(using=connection.alias):
                for statement in [*_drops(connection, each), *_triggers(connection, each, fixed)]:
                    cursor.execute(statement)
    return len(tables)


def guard_again(_news: UpgradeFailed) -> None:
    """Guard what a migration that failed has left; a database that is away is left to `check`."""
    with suppress(Error):
        if owns_tables(ours):
            set_guards(ours)


def unguarded(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the append-only tables that lack a guard, as after a migration that was killed.

    One statement.
    """
    names = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O' AND NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(names)
        present = {name for (name,) in cursor.fetchall()}
    acts = _acts(connection)
    return [each.table for each in guarded() if not {_name(act, each) for act in acts} <= present]


def looks(_now: datetime) -> Iterator[Finding]:
    """Say which tables anybody who reaches the database could change."""
    if tables := unguarded(ours):
        yield Finding(
            "operation.rows-unguarded",
            Severity.ERROR,
            _("Cơ sở dữ liệu không còn giữ các bảng chỉ ghi thêm: %(tables)s."),
            _(
                "Lần nâng cấp trước chưa chạy xong. Chạy lại lienthong migrate, rồi lienthong "
                "ledger audit để biết trong lúc đó có dòng nào bị sửa không."
            ),
            {"tables": ", ".join(tables)},
        )


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away while migrations rebuild tables; for the owner of the tables."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for each in guarded():
            if each.table in present:
                for statement in _drops(connection, each):
                    cursor.execute(statement)


def grant_web_role(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the role of web and workers what it needs on PostgreSQL, and no more; again is fine.

    It reads and adds everywhere and changes what may change; append-only tables and the list of
    migrations it cannot change, and it can neither empty nor make tables. All at once: web and
    workers may be at work, and have neither no rights nor too many in between.
    """
    quoted = connection.ops.quote_name(role)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in _grants(quoted):
            cursor.execute(statement)
        for each in guarded():
            table = connection.ops.quote_name(each.table)
            cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {quoted}")
            if granted := each.may_change + each.locked:
                columns = ", ".join(map(connection.ops.quote_name, granted))
                cursor.execute(f"GRANT UPDATE ({columns}) ON {table} TO {quoted}")


def owns_tables(connection: BaseDatabaseWrapper) -> bool:
    """Whether this connection may make and change tables: always so on SQLite."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class "
            "WHERE relname = 'django_migrations' AND relnamespace = current_schema()::regnamespace"
        )
        answer = cursor.fetchone()
    return answer is None or answer[0] is not False


def is_guarded() -> bool:
    """Whether this process lets the triggers work; only tests of damage switch them off."""
    return bool(getattr(settings, "LIENTHONG_GUARD_ROWS", True))


def prepare_connection(connection: BaseDatabaseWrapper) -> None:
    """Tell a fresh connection whether the triggers work."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(f"{_NAME}_is_on", 0, is_guarded)
    elif not is_guarded():
        with connection.cursor() as cursor:
            cursor.execute(f"SET {_NAME}.off = 'yes'")


def _grants(role: str) -> Iterator[str]:
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    yield f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}"


def _drops(connection: BaseDatabaseWrapper, each: Guarded) -> Iterator[str]:
    on = f" ON {each.table}" if connection.vendor == "postgresql" else ""
    for act in _ACTS:
        yield f"DROP TRIGGER IF EXISTS {_name(act, each)}{on}"


def _acts(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """What is guarded; SQLite cannot empty a table but by deleting its rows."""
    return _ACTS if connection.vendor == "postgresql" else _ACTS[:2]


def _name(act: str, each: Guarded) -> str:
    return f"{_NAME}_{act}_{each.table}"


def _triggers(
    connection: BaseDatabaseWrapper, each: Guarded, fixed: Iterable[str]
) -> Iterator[str]:
    columns = ", ".join(map(connection.ops.quote_name, fixed))
    acts = {"change": f"UPDATE OF {columns}", "delete": "DELETE"}
    for name, act in acts.items():
        head = f"CREATE TRIGGER {_name(name, each)} BEFORE {act} ON {each.table}"
        if connection.vendor == "postgresql":
            yield f"{head} FOR EACH ROW EXECUTE FUNCTION {_NAME}()"
        else:
            yield (
                f"{head} WHEN {_NAME}_is_on() BEGIN SELECT RAISE(ABORT, '{_REFUSED}: "
                f"{each.table}'); END"
            )
    if connection.vendor == "postgresql":
        yield (
            f"CREATE TRIGGER {_name('truncate', each)} BEFORE TRUNCATE ON {each.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {_NAME}()"
        )
