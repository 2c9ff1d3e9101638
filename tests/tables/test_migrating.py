"""An index that another one begins with goes without a copy of its table, and comes back."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState

from lienthong.tables.migrating import WithoutIndex

pytestmark = pytest.mark.django_db(transaction=True)
_KEY = ("id", models.BigAutoField(primary_key=True))


@pytest.fixture
def before():
    """Two tables of an app of their own: pages, and lines that lead to them."""
    state = ProjectState()
    state.add_model(ModelState("lean", "Page", [_KEY]))
    page = models.ForeignKey("lean.Page", models.PROTECT)
    other = models.ForeignKey("lean.Page", models.PROTECT, related_name="+")
    named = {"indexes": [models.Index(fields=["page"], name="lean_line_page_named")]}
    state.add_model(ModelState("lean", "Line", [_KEY, ("page", page), ("other", other)], named))
    kinds = [state.apps.get_model("lean", name) for name in ("Page", "Line")]
    with connection.schema_editor() as editor:
        for kind in kinds:
            editor.create_model(kind)
    yield state
    with connection.schema_editor() as editor:
        for kind in reversed(kinds):
            editor.delete_model(kind)


def indexes() -> list[tuple[list[str], str]]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "lean_line")
    return sorted(
        (facts["columns"], "named" if name == "lean_line_page_named" else "of Django")
        for name, facts in found.items()
        if facts["index"] and not facts["unique"]
    )


def test_only_the_index_of_that_key_goes_and_undoing_brings_it_back(before):
    plain = models.ForeignKey("lean.Page", models.PROTECT, db_index=False)
    drop = WithoutIndex("line", "page", plain)
    assert isinstance(drop, migrations.AlterField)
    after = before.clone()
    drop.state_forwards("lean", after)
    both = [(["other_id"], "of Django"), (["page_id"], "named"), (["page_id"], "of Django")]
    assert indexes() == both
    with connection.schema_editor() as editor:
        drop.database_forwards("lean", editor, before, after)
    assert indexes() == both[:2]
    with connection.schema_editor() as editor:
        drop.database_backwards("lean", editor, after, before)
    assert indexes() == both
