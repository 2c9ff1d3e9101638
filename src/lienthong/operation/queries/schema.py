"""Whether the tables of the database are those that this program needs."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@dataclass(frozen=True, slots=True)
class SchemaState:
    """missing: steps that this program has and the database does not, in their order.

    unknown: steps that the database has and this program does not: it is older than the data.
    """

    missing: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def fits(self) -> bool:
        return not self.missing and not self.unknown


def schema_state() -> SchemaState:
    """Compare the steps of this program with those the database has taken. Two statements."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    known = set(loader.disk_migrations)
    for replacing in loader.replacements.values():
        known |= set(replacing.replaces)
    unknown = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in loader.migrated_apps and (app, name) not in known
    )
    return SchemaState(tuple(f"{one.app_label}.{one.name}" for one, _back in plan), tuple(unknown))


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
