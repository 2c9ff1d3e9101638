"""Every setting is typed, described once, and read in one place only."""

import ast
import re

import pytest
from pydantic import ValidationError
from tests.architecture.tree import DOCS, parsed, python_files, within

from lienthong.config.database import database_settings
from lienthong.config.environment import Environment

# Programs that start the settings, or other processes, with an environment.
STARTERS = {"settings.py", "serve.py", "wsgi.py", "command.py", "__main__.py", "show.py"}
STARTERS |= {"hand.py", "served.py", "site.py"}  # of the play of three installations


@pytest.mark.parametrize("name", Environment.model_fields)
def test_a_setting_says_what_it_is_for_and_stands_in_the_reference(name: str):
    assert (Environment.model_fields[name].description or "").endswith(".")
    page = (DOCS / "reference/settings.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `LIENTHONG_{name.upper()}` \|", page, re.MULTILINE)


def test_nothing_but_the_settings_reads_the_environment():
    reading = [
        f"{within(path)}:{node.lineno}"
        for path in python_files()
        if path.name not in STARTERS
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"os.environ", "os.getenv"}
    ]
    assert not reading


@pytest.mark.parametrize(
    ("name", "value"),
    [("installation", "Đồng Nai"), ("largest_upload", "0"), ("promise_hours", "no"), ("port", "1")],
)
def test_a_value_that_cannot_be_stops_the_start_and_names_itself(name: str, value: str):
    with pytest.raises(ValidationError, match=name):
        Environment(**{name: value})


def test_a_database_of_another_kind_is_refused_with_its_name():
    with pytest.raises(ValueError, match=r"LIENTHONG_DATABASE.*mysql"):
        database_settings(Environment(database="mysql://somewhere/x"))
