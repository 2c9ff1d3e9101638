"""Worlds that many tests begin with: made once in a process by the services, then put back as rows.

Founding three offices with their people, keys and certificates takes ten times as long as writing
the same rows again. What is put back is the same to the last identifier.
"""

import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection

T = TypeVar("T")
# A value as a word of a statement, written by the database itself.
_LITERAL = {"sqlite": "quote({})", "postgresql": "quote_nullable({}::text)"}
# SQLite's index of words: whoever makes a world with something to search has to make it each time.
_WORDS, _SEARCHED = "search_words", "search_searchtext"


@dataclass(frozen=True)
class _World:
    answer: bytes
    statements: list[str]
    home: Path


_worlds: dict[tuple[Any, ...], _World] = {}
_filled_by_migrations: set[str] = set()


def begin() -> None:
    """Note which tables have rows before any test."""
    _filled_by_migrations.update(_tables_with_rows())


def remembered(make: Callable[..., T], *given: Any) -> T:
    """Return what `make` answers, with the rows and files that it writes into an installation.

    make: writes new rows only, and refers to nothing that the test has made before.
    A test that commits makes its world itself, for what follows a commit belongs to that world.
    """
    key = (make.__module__, make.__qualname__, *given)
    if not connection.in_atomic_block:
        return make(*given)
    if key in _worlds:
        _put_back(_worlds[key])
        return pickle.loads(_worlds[key].answer)
    before = {table: set(_rows(table)) for table in _tables_with_rows()}
    answer = make(*given)
    if before.keys() <= _filled_by_migrations:
        _worlds[key] = _World(pickle.dumps(answer), _statements(before), _kept_home())
    return answer


def _statements(before: dict[str, set[str]]) -> list[str]:
    made = []
    for table in sorted(_tables_with_rows()):
        rows, known = _rows(table), before.get(table, set())
        assert known <= set(rows), f"{table}: a world to remember changes no row"
        assert table != _SEARCHED or rows == list(known), "words to search are no plain rows"
        if new := [row for row in rows if row not in known]:
            made.append(f"INSERT INTO {connection.ops.quote_name(table)} VALUES {','.join(new)}")
    return made


def _put_back(world: _World) -> None:
    shutil.copytree(world.home, settings.LIENTHONG_HOME, dirs_exist_ok=True)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(";".join(world.statements))
            return
        for statement in world.statements:
            cursor.execute(statement)


def _kept_home() -> Path:
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(settings.LIENTHONG_HOME, folder, dirs_exist_ok=True)
    return folder


def _tables_with_rows() -> set[str]:
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        plain = [name for name in names if not name.startswith(_WORDS)]
        asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {quoted(name)})" for name in plain]
        cursor.execute(" UNION ALL ".join(asked))
        return {name for (name,) in cursor.fetchall()}


def _rows(table: str) -> list[str]:
    """Each row of a table as it stands in a statement."""
    quoted, literal = connection.ops.quote_name, _LITERAL[connection.vendor]
    with connection.cursor() as cursor:
        described: Iterable[Any] = connection.introspection.get_table_description(cursor, table)
        values = " || ',' || ".join(literal.format(quoted(column.name)) for column in described)
        cursor.execute(f"SELECT '(' || {values} || ')' FROM {quoted(table)}")
        return [row for (row,) in cursor.fetchall()]
