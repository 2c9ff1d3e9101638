"""Upgrade: forwards only. What has been received since would be lost on the way back."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lienthong.operation.errors import BackwardsRefused, DatabaseNewer
from lienthong.operation.queries import schema_state


def require_forwards(app: str | None, step: str | None) -> None:
    """Return when migrating to a step only goes forwards.

    app, step: as on the command line; None stands for all and for the newest. Raises DatabaseNewer
    when the database has steps that this program does not know, BackwardsRefused for a step that
    later ones have been taken after.
    """
    if state := schema_state().unknown:
        raise DatabaseNewer(step=state[0])
    if not app or not step:
        return
    loader = MigrationLoader(connection)
    if step == "zero":
        taken = [name for one, name in loader.applied_migrations if one == app]
        if taken:
            raise BackwardsRefused(step=f"{app}.{min(taken)}")
        return
    target = loader.get_migration_by_prefix(app, step)
    later = loader.graph.backwards_plan((app, target.name))
    for key in later:
        if key != (app, target.name) and key in loader.applied_migrations:
            raise BackwardsRefused(step=".".join(key))
