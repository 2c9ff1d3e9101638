"""Reads the source tree for the tests of its shape: files, classes, words, the names of tests."""

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lienthong.kernel.refusals import Refusal

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "lienthong"
DOCS = ROOT / "docs"
# Letters that Vietnamese has and English has not.
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)


def packages() -> list[str]:
    """Return the packages of the house, in the order of the alphabet."""
    return sorted(path.parent.name for path in SOURCE.glob("*/__init__.py"))


def python_files() -> list[Path]:
    """Return our own Python files, without migrations, which Django writes."""
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def templates() -> list[Path]:
    return sorted(SOURCE.rglob("*.html"))


def within(path: Path) -> str:
    """Return a path as a message names it."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def refusals() -> tuple[type[Refusal], ...]:
    """Return every refusal that somebody can meet; they stand in the `errors.py` of a package."""
    for path in sorted(SOURCE.rglob("errors.py")):
        importlib.import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
    ours = {one for one in _below(Refusal) if one.__module__.endswith(".errors")}
    return tuple(sorted(ours, key=lambda one: one.code))


def _below(base: type[Refusal]) -> Iterator[type[Refusal]]:
    for one in base.__subclasses__():
        yield one
        yield from _below(one)


@dataclass(frozen=True, slots=True)
class Noun:
    """A class that names something of the business, and where it stands."""

    name: str
    path: Path


def nouns() -> list[Noun]:
    """Return tables, closed lists and facts of every package that has tables."""
    tables = (*SOURCE.glob("*/models.py"), *SOURCE.glob("*/models"))
    business = [path.parent for path in tables]
    files = [file for package in business for file in _vocabulary(package)]
    return [
        Noun(node.name, file)
        for file in files
        for node in parsed(file).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]


def _vocabulary(package: Path) -> list[Path]:
    single = [package / "models.py", package / "types.py"]
    parts = [*sorted((package / "models").glob("*.py")), *sorted((package / "types").glob("*.py"))]
    return [*(path for path in single if path.exists()), *parts]


@cache
def names_of_tests() -> frozenset[str]:
    """Return `path::name` of every test, told from the files alone."""
    return frozenset(
        f"{path.relative_to(ROOT / 'tests').as_posix()}::{node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@cache
def text_of_tests() -> str:
    """Return all tests and their builders as one text, to look for names that they use."""
    files = [p for p in (ROOT / "tests").rglob("*.py") if "architecture" not in p.parts]
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))
