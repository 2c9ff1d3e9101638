"""The tables of a new installation: made at once, as all steps one after the other leave them."""

from collections.abc import Iterator

from django.db import OperationalError, connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState, StateApps

_OURS = "lienthong."
_OUT_OF_MEMORY = "53200"  # of shared memory, which is where locks lie


def make_first_tables() -> int:
    """Make all tables of a database that has none, and say how many steps they stand for.

    0 where tables are: those are changed step by step. Django makes its models anew for each step,
    which takes ten times as long as the tables. All is done in one transaction, so who is killed
    leaves nothing; a PostgreSQL without room for its locks (some 1,600) takes the steps. What a
    step of ours does by itself (RunPython, RunSQL) is done at the end, on the tables of today,
    unless it says that it is `elidable`: that it only mends older rows.
    """
    recorder = MigrationRecorder(connection)
    if set(connection.introspection.table_names()) - {recorder.Migration._meta.db_table}:
        return 0
    recorder.ensure_schema()
    loader = MigrationLoader(connection)
    steps = _in_order(loader)
    try:
        _make_all(_state(loader, steps), steps, recorder)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != _OUT_OF_MEMORY:
            raise
        return 0
    return len(steps)


def _make_all(state: ProjectState, steps: list[Migration], recorder: MigrationRecorder) -> None:
    with connection.schema_editor() as editor:
        _make(state.apps, editor)
        for package, operation in _of_their_own(steps):
            operation.database_forwards(package, editor, state, state)
        for step in steps:
            recorder.record_applied(step.app_label, step.name)


def _in_order(loader: MigrationLoader) -> list[Migration]:
    """Return each step after those that it stands on."""
    keys: dict[tuple[str, str], None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        keys.update(dict.fromkeys(loader.graph.forwards_plan(leaf)))
    return [loader.graph.nodes[key] for key in keys]


def _state(loader: MigrationLoader, steps: list[Migration]) -> ProjectState:
    """Return what all steps lead to, each renamed column where the old one stood.

    A backup of PostgreSQL is rows without names of columns, and a restore makes its tables by
    steps: there a column keeps its place, where Django's state puts it last.
    """
    state = ProjectState(real_apps=loader.unmigrated_apps)
    for step in steps:
        for operation in step.operations:
            if isinstance(operation, migrations.RenameField):
                model = state.models[step.app_label, operation.model_name_lower]
                renamed = {operation.old_name: operation.new_name}
                names = [renamed.get(name, name) for name in model.fields]
                operation.state_forwards(step.app_label, state)
                model.fields = {name: model.fields[name] for name in names}
            else:
                operation.state_forwards(step.app_label, state)
    return state


def _make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for model in apps.get_models():
        if model._meta.can_migrate(connection):
            editor.create_model(model)
    # Keys between tables come when all are there, and before the first row.
    while editor.deferred_sql:
        editor.execute(editor.deferred_sql.pop(0))


def _of_their_own(steps: list[Migration]) -> Iterator[tuple[str, Operation]]:
    """What steps of ours do with rows, or with what no model says, and the package of each."""
    for step in steps:
        for operation in step.operations:
            is_kind = isinstance(operation, migrations.RunPython | migrations.RunSQL)
            if is_kind and not operation.elidable and type(step).__module__.startswith(_OURS):
                yield step.app_label, operation
