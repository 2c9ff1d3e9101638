from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

# The words of a row are its text; nothing is stored twice. `detail=none`: what stands together is
# a token of its own, so places are not kept.
_MADE = {
    "sqlite": """
        CREATE VIRTUAL TABLE search_words USING fts5(
            text, content='search_searchtext', content_rowid='id',
            tokenize="ascii tokenchars '@/'", detail=none, prefix='2 3 4 5')
    """,
    "postgresql": """
        CREATE INDEX search_text_words ON search_searchtext
        USING gin (array_to_tsvector(string_to_array(text, ' '))) WITH (fastupdate = on)
    """,
}
_UNMADE = {
    "sqlite": "DROP TABLE search_words",
    "postgresql": "DROP INDEX search_text_words",
}


def make(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database index the words, each in its way."""
    schema_editor.execute(_MADE[schema_editor.connection.vendor])


def unmake(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(_UNMADE[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16)),
                ("subject", models.UUIDField(db_index=True)),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["version", "entry"])),
                        name="search_text_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StockPlace",
            fields=[
                ("kind", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("after", models.UUIDField()),
            ],
        ),
        migrations.RunPython(make, unmake),
    ]
