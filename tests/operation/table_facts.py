"""What a database is made of, in lines: columns, rules, indexes, triggers, and how many rows.

The order of columns counts on PostgreSQL, where backups are rows without their names; SQLite puts
a column that a step changes behind the others, and its backup is its file.
"""

import sys

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from tests.operation import first_release

_POSTGRESQL = (
    "SELECT concat_ws(' ', 'column', c.relname,"
    " row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum),"
    " a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,"
    " pg_get_expr(d.adbin, d.adrelid))"
    " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
    " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
    " AND a.attnum > 0 AND NOT a.attisdropped",
    "SELECT concat_ws(' ', 'rule', conrelid::regclass, conname, pg_get_constraintdef(oid))"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, pg_get_triggerdef(oid))"
    " FROM pg_trigger WHERE NOT tgisinternal",
)
_SQLITE = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"


def tell() -> None:
    """Print all facts, and how many rows lie where the first release wrote none."""
    lines = _on_postgresql() if connection.vendor == "postgresql" else _on_sqlite()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in first_release.WRITTEN and not table.startswith("search_words"):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                lines.append(f"rows {table} {cursor.fetchone()[0]}")
    lines += [
        f"step {app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()
    ]
    sys.stdout.write("\n".join(sorted(lines)))


def _on_postgresql() -> list[str]:
    lines = []
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL:
            cursor.execute(statement)
            lines += [line for (line,) in cursor.fetchall()]
    return lines


def _on_sqlite() -> list[str]:
    """Tables by their parts."""
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE)
        found = cursor.fetchall()
    lines = []
    for kind, name, table, text in found:
        if kind != "table" or text.startswith("CREATE VIRTUAL"):
            lines.append(f"{kind} {table} {name} {text}")
            continue
        lines += [f"part {name} {part}" for part in _parts(text)]
    return lines


def _parts(text: str) -> list[str]:
    """Return the columns and rules of a table: what stands between commas in no inner bracket."""
    text = text[text.index("(") + 1 : text.rindex(")")]
    parts, depth, quote, begin = [], 0, "", 0
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "," and not depth:
            parts.append(text[begin:place].strip())
            begin = place + 1
    return [*parts, text[begin:].strip()]
