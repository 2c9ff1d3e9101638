"""Whether the tables of the database are those that this program needs."""

from dataclasses import dataclass

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
