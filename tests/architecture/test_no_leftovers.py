"""Nothing is left half done, and nothing has grown past what one can read."""

import ast
import re

from tests.architecture.tree import ROOT, parsed, python_files, templates, within

LONGEST_FILE = 350
LONGEST_FUNCTION = 60
# Marks of work that was put off.
LEFT = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def test_no_work_is_put_off_in_the_source():
    ours = [*python_files(), *templates(), *(ROOT / "tests").rglob("*.py")]
    left = [
        f"{within(path)}:{number}"
        for path in ours
        if path.name != "test_no_leftovers.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LEFT.search(line)
    ]
    assert not left


def test_nothing_prints_past_the_commands_and_the_log():
    printing = [
        f"{within(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"print", "breakpoint"}
    ]
    assert not printing


def test_files_stay_as_long_as_one_can_read_at_once():
    """Past this a file is two things; migrations are written by Django and read by nobody."""
    long = {
        within(path): count
        for path in python_files()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def test_functions_stay_as_long_as_one_can_see_at_once():
    long = {
        f"{within(path)}:{node.name}": length
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long


def test_no_except_swallows_what_it_does_not_name():
    """A bare except, or one of everything that does nothing, hides a bug as a success."""
    silent = [
        f"{within(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or _is_everything(node.type))
        and all(isinstance(one, ast.Pass | ast.Continue) for one in node.body)
    ]
    assert not silent


def _is_everything(caught: ast.expr) -> bool:
    return isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"}
