"""Writing rows without an instance for each: SQL made once a process, values as the columns are.

However many rows, it is one statement with one parameter (SQLite: a list in JSON) or one a column
(PostgreSQL: an array) for what differs from row to row, and one for each value they share. Binary
columns have no place in JSON: with one, SQLite takes as many rows a statement as its values allow.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models.constants import OnConflict
from django.db.utils import DEFAULT_DB_ALIAS

from lienthong.tables.cursors import cursor_of
from lienthong.tables.places import as_json, for_database, from_json

M = TypeVar("M", bound=models.Model)
_AsStored = Callable[[Any, BaseDatabaseWrapper], Any]
# Of one statement on SQLite, as it is built by default.
_MOST_VALUES = 999
# The type of a column of ids on SQLite, and of no other.
_ID = "char(32)"


@dataclass(frozen=True, slots=True)
class _Made:
    """An INSERT as SQL; with `one_row`, the places of each row follow it as often as needed."""

    sql: str
    defaults: list[Any]
    one_row: str
    # What makes of a value what is stored: of the shared columns, and of those of each row.
    shared: list[_AsStored]
    each: list[_AsStored]


class Rows(Generic[M]):
    """How rows of one table are written; made once, beside the act that writes them."""

    def __init__(self, model: type[M], *each: str, ignore_conflicts: bool = False) -> None:
        """Name the columns that differ from row to row; without any, one row is written a time.

        each: attribute names as in the model, a foreign key with its `_id`.
        ignore_conflicts: what breaks a unique constraint is left out, without a word.
        """
        self._model, self._each = model, each
        self._conflict = OnConflict.IGNORE if ignore_conflicts else None
        self._made: dict[tuple[str, tuple[str, ...]], _Made] = {}

    def insert(self, rows: Iterable[Sequence[object]] = ((),), **shared: object) -> int:
        """Write rows; what neither they nor `shared` name has the default of its column.

        Return how many were written: fewer than were given where conflicts are ignored.

        shared: values that all rows have. One statement, none without rows. Raises TypeError where
        a column has no default that all rows can share, such as an id.
        """
        given = list(rows)
        if not given:
            return 0
        on = connections[DEFAULT_DB_ALIAS]
        made = self._sql(tuple(shared), on)
        head = [*_each_as(made.shared, shared.values(), on), *made.defaults]
        cursor = cursor_of(on)
        if not self._each:
            cursor.execute(made.sql, head)
        elif on.vendor == "postgresql":
            columns = zip(made.each, zip(*given, strict=True), strict=True)
            arrays = [[as_stored(value, on) for value in column] for as_stored, column in columns]
            cursor.execute(made.sql, [*head, *arrays])
        elif made.one_row:
            return self._insert_some(cursor, made, head, given)
        else:
            cursor.execute(made.sql, [*head, as_json(given, on)])
        return int(cursor.rowcount)

    def one_selected(
        self, values: Mapping[str, object], on: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """Return the writing of one row as INSERT … SELECT, which takes a condition behind it.

        For rows of which none is left out for a conflict.
        """
        made = self._sql(tuple(values), on)
        into, _word, listed = made.sql.partition(" VALUES ")
        params = [*_each_as(made.shared, values.values(), on), *made.defaults]
        return f"{into} SELECT {listed[1:-1]}", params

    def create(self, **values: object) -> M:
        """Write one row and return its instance, with the defaults that the model gives.

        For a table whose key is no serial number.
        """
        made = self._model(**values)
        names = [field.attname for field in self._model._meta.concrete_fields]
        self.insert(**{name: getattr(made, name) for name in names})
        made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS
        return made

    def _insert_some(
        self, cursor: CursorWrapper, made: _Made, head: list[Any], rows: list[Sequence[object]]
    ) -> int:
        written = 0
        most = _MOST_VALUES // (len(head) + len(self._each))
        for first in range(0, len(rows), most):
            some = rows[first : first + most]
            values = ", ".join([made.one_row] * len(some))
            params = [
                value for row in some for value in (*head, *_each_as(made.each, row, cursor.db))
            ]
            cursor.execute(f"{made.sql} {values}", params)
            written += cursor.rowcount
        return written

    def _sql(self, shared: tuple[str, ...], on: BaseDatabaseWrapper) -> _Made:
        key = on.vendor, shared
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(shared, on)
        return made

    def _make(self, shared: tuple[str, ...], on: BaseDatabaseWrapper) -> _Made:
        fields = {field.attname: field for field in self._model._meta.concrete_fields}
        defaults = {
            name: _shared_default(field)
            for name, field in fields.items()
            if name not in (*shared, *self._each) and not isinstance(field, models.AutoField)
        }
        names = [*shared, *defaults, *self._each]
        quote, ops = on.ops.quote_name, on.ops
        into = ops.insert_statement(on_conflict=self._conflict)
        columns = ", ".join(quote(str(fields[name].column)) for name in names)
        types = [_cast(fields[name], on) for name in names]
        width = len(names) - len(self._each)
        is_binary = any(isinstance(fields[name], models.BinaryField) for name in self._each)
        one_row = ""
        if is_binary and on.vendor == "sqlite":
            values, one_row = "VALUES", f"({', '.join(['%s'] * len(names))})"
        else:
            values = _values(types[:width], types[width:], on)
        ignore = ops.on_conflict_suffix_sql([], self._conflict, [], [])
        table = quote(self._model._meta.db_table)
        sql = f"{into} {table} ({columns}) {values} {ignore}".rstrip()
        return _Made(
            sql,
            defaults=[for_database(value, on) for value in defaults.values()],
            one_row=one_row,
            shared=[_as_stored(fields[name]) for name in shared],
            each=[_as_stored(fields[name]) for name in self._each],
        )


def _as_stored(field: models.Field[Any, Any]) -> _AsStored:
    """Values are prepared by what they are, but for bytes, which a column may keep otherwise."""
    if not isinstance(field, models.BinaryField):
        return for_database
    return field.get_db_prep_save


def _each_as(
    stored: Sequence[_AsStored], values: Iterable[object], on: BaseDatabaseWrapper
) -> Iterator[Any]:
    return (as_stored(value, on) for as_stored, value in zip(stored, values, strict=True))


def _shared_default(field: models.Field[Any, Any]) -> object:
    if field.has_default() and callable(field.default) and field.default not in (dict, list):
        raise TypeError(f"{field.name} has another default for each row: name it")
    return field.get_default()


def _cast(field: models.Field[Any, Any], on: BaseDatabaseWrapper) -> str:
    """The type to which a value is cast; never a length, which would cut it in silence."""
    kind = field.db_type(on) or "text"
    return "text" if kind.startswith("varchar") else kind


def _values(shared: Sequence[str], each: Sequence[str], on: BaseDatabaseWrapper) -> str:
    if not each:
        return f"VALUES ({', '.join('%s' for _one in shared)})"
    if on.vendor == "postgresql":
        names = [f"c{n}" for n in range(len(each))]
        head = [*(f"%s::{kind}" for kind in shared), *names]
        arrays = ", ".join(f"%s::{kind}[]" for kind in each)
        each_row = f"unnest({arrays}) AS each_row({', '.join(names)})"
        return f"SELECT {', '.join(head)} FROM {each_row}"  # noqa: S608  # names of columns only
    items = [
        from_json(f"json_extract(value, '$[{n}]')", is_id=kind == _ID)
        for n, kind in enumerate(each)
    ]
    head = [*("%s" for _one in shared), *items]
    return f"SELECT {', '.join(head)} FROM json_each(%s)"  # noqa: S608  # names of columns only
