"""Questions whose SQL is made once a process and kind of database, and then only asked.

Django makes SQL out of a queryset in 0.2 to 0.3 ms; executing it takes a quarter of that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql import UpdateQuery
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from django.db.utils import DEFAULT_DB_ALIAS

from lienthong.tables.cursors import cursor_of
from lienthong.tables.places import Marker, filled, of_one_each

T = TypeVar("T")
_Row = Sequence[Any]
_Converter = tuple[int, Sequence[Callable[..., Any]], Any]


class _Statement:
    """Compiled SQL with its places; on PostgreSQL also as it is where each list has one value."""

    def __init__(self, sql: str, params: Sequence[Any], on: BaseDatabaseWrapper) -> None:
        markers = [one for one in params if type(one) is Marker]
        self._names = frozenset(one.name for one in markers)
        self._lists = [one.name for one in markers if one.is_list]
        self._any = sql, params
        self._of_one = None
        if self._lists and on.vendor == "postgresql":
            self._of_one = of_one_each(sql, params)

    def run(self, values: Mapping[str, Any], on: BaseDatabaseWrapper) -> CursorWrapper:
        """Execute it; the cursor is read before the next statement. Raises TypeError."""
        if values.keys() != self._names:
            raise TypeError(f"places {sorted(self._names)}, values {sorted(values)}")
        sql, params = self._any
        if self._of_one and all(_is_one(values[name]) for name in self._lists):
            sql, params = self._of_one
            values = {**values, **{name: next(iter(values[name])) for name in self._lists}}
        cursor = cursor_of(on)
        cursor.execute(sql, filled(params, values, on=on))
        return cursor


def _is_one(values: Iterable[object]) -> bool:
    return isinstance(values, Sized) and len(values) == 1


@dataclass(frozen=True, slots=True)
class _Made:
    """A question as SQL, with what turns its rows into answers."""

    statement: _Statement
    locks: bool
    converters: Sequence[_Converter]
    answer: Callable[[_Row], Any]


class Question(Generic[T]):
    """A queryset with places, asked again and again; see `question`."""

    def __init__(self, ask: Callable[[], QuerySet[Any, T]]) -> None:
        self._ask = ask
        self._made: dict[str, _Made] = {}
        self.__doc__ = ask.__doc__

    def all(self, **values: object) -> list[T]:
        """Return every answer; values: one for each place of the question. One statement.

        Raises TypeError for other names than those of its places, and as Django does when a
        question that locks is asked outside a transaction.
        """
        on = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(on.vendor) or self._make(on)
        if made.locks and not on.in_atomic_block:
            raise TransactionManagementError("a question that locks is asked in a transaction")
        rows = made.statement.run(values, on).fetchall()
        return [made.answer(row) for row in _converted(rows, made.converters, on)]

    def first(self, **values: object) -> T | None:
        """Return the first answer, or None. The question itself says that it wants one row."""
        return next(iter(self.all(**values)), None)

    def _make(self, on: BaseDatabaseWrapper) -> _Made:
        queryset = self._ask().using(DEFAULT_DB_ALIAS)
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        made = _Made(
            statement=_Statement(sql, params, on),
            locks=bool(queryset.query.select_for_update) and on.features.has_select_for_update,
            converters=_converters(compiler),
            answer=_answer_of(queryset, compiler),
        )
        self._made[on.vendor] = made
        return made


def question(ask: Callable[[], QuerySet[Any, T]]) -> Question[T]:
    """Make a question of a function that returns a queryset with places.

    The function is called at the first asking, once a process and kind of database; answers are
    what the queryset gives: instances, or the rows of `values_list`. None has no place: a column
    that may be empty is asked with `__isnull`, by a question of its own.

        @question
        def _of_code() -> QuerySet[Agency]:
            return Agency.objects.filter(code=place("code"))[:1]

        _of_code.first(code="H40.1")
    """
    return Question(ask)


class Change:
    """An UPDATE with places; see `change`."""

    def __init__(self, make: Callable[[], tuple[QuerySet[Any], Mapping[str, Any]]]) -> None:
        self._make = make
        self._made: dict[str, _Statement] = {}
        self.__doc__ = make.__doc__

    def run(self, **values: object) -> int:
        """Change the rows; return how many there were. One statement. Raises TypeError as `all`."""
        on = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(on.vendor)
        if made is None:
            made = self._made[on.vendor] = self._compiled(on)
        return int(made.run(values, on).rowcount)

    def _compiled(self, on: BaseDatabaseWrapper) -> _Statement:
        queryset, new = self._make()
        query = queryset.query.chain(UpdateQuery)
        query.add_update_values(new)  # type: ignore[attr-defined]  # missing in the stubs
        sql, params = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return _Statement(sql, params, on)


def change(make: Callable[[], tuple[QuerySet[Any], Mapping[str, Any]]]) -> Change:
    """Make a change of a function that returns which rows, and their new values with places."""
    return Change(make)


def _converters(compiler: SQLCompiler) -> list[_Converter]:
    found = compiler.get_converters([one[0] for one in compiler.select])
    slow = getattr(compiler.connection.ops, "convert_uuidfield_value", None)  # of SQLite alone
    return [
        (at, [_id_of if step == slow else step for step in steps], expression)
        for at, (steps, expression) in found.items()
    ]


def _id_of(value: str | None, _expression: object, _on: BaseDatabaseWrapper) -> UUID | None:
    """As Django's own, in a third of the time: an id that we wrote has nothing to be tidied."""
    return None if value is None else UUID(int=int(value, 16))


def _converted(
    rows: Iterable[_Row], converters: Sequence[_Converter], on: BaseDatabaseWrapper
) -> Iterator[_Row]:
    steps = [(at, step, expression) for at, steps, expression in converters for step in steps]
    for row in rows:
        values = list(row)
        for at, step, expression in steps:
            values[at] = step(values[at], expression, on)
        yield values


def _answer_of(queryset: QuerySet[Any, Any], compiler: SQLCompiler) -> Callable[[_Row], Any]:
    kind = queryset._iterable_class  # Django says it nowhere else
    if kind is ModelIterable:
        return _instance_of(compiler)
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    if kind is ValuesListIterable:
        return tuple
    raise TypeError("a question gives instances, or the rows of values_list")


def _instance_of(compiler: SQLCompiler) -> Callable[[_Row], Model]:
    info, select = compiler.klass_info, compiler.select
    model, at = info["model"], info["select_fields"]
    first, end = at[0], at[-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[first:end]]
    related = get_related_populators(info, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]  # of 6.0
    annotated = dict(compiler.annotation_col_map or {})

    def instance(row: _Row) -> Model:
        made: Model = model.from_db(DEFAULT_DB_ALIAS, names, row[first:end])
        for name, place in annotated.items():
            setattr(made, name, row[place])
        for one in related:
            one.populate(row, made)
        return made

    return instance
