"""Operations for migrations that Django has only in a dearer form."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.db.models import Model


class WithoutIndex(migrations.AlterField):
    """An AlterField that says `db_index=False` of a foreign key, and drops its index alone.

    For one whose index another index begins with, or that nothing is looked up by. Django would
    copy the whole table on SQLite, once a column. Both ways cost no look at any row but
    backwards, where the index is made again.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop every unnamed index of the column alone; constraints and named indexes stay."""
        model = from_state.apps.get_model(app_label, self.model_name)
        for name in _indexes_of(schema_editor, model, self.name):
            schema_editor.execute(schema_editor.sql_delete_index % {"name": _quoted(name)})

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the index again as Django makes it for a new column."""
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        for statement in schema_editor._field_indexes_sql(model, field):  # type: ignore[attr-defined]
            schema_editor.execute(statement)


def _indexes_of(editor: BaseDatabaseSchemaEditor, model: type[Model], name: str) -> list[str]:
    column: Any = model._meta.get_field(name)
    declared = {index.name for index in model._meta.indexes}
    with editor.connection.cursor() as cursor:
        found = editor.connection.introspection.get_constraints(cursor, model._meta.db_table)
    return [
        key
        for key, facts in found.items()
        if facts["index"]
        and not facts["unique"]
        and facts["columns"] == [column.column]
        and key not in declared
    ]


def _quoted(name: str) -> str:
    return f'"{name}"'
