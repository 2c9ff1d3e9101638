"""The tables are those of the models, and every migration says what it does."""

import re

import pytest
from django.core.management import call_command
from tests.architecture.tree import SOURCE, within


@pytest.mark.django_db
def test_the_models_need_no_migration_that_is_not_written():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_have_names_that_people_gave_them():
    unnamed = [
        within(path)
        for path in SOURCE.glob("*/migrations/[0-9]*.py")
        if re.search(r"_auto_|_alter_.*_and_more", path.name)
    ]
    assert not unnamed


def test_migrations_of_a_package_are_one_line_without_gaps():
    for folder in SOURCE.glob("*/migrations"):
        numbers = sorted(int(path.name[:4]) for path in folder.glob("[0-9]*.py"))
        assert numbers == list(range(1, len(numbers) + 1)), within(folder)
