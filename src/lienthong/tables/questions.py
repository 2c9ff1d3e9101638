"""Questions whose SQL is made once a process and kind of database, and then only asked.

Django makes SQL out of a queryset in 0.2 to 0.3 ms; executing it takes a quarter of that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
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
from lienthong.tables.places import Marker, filled

T = TypeVar("T")
_Row = Sequence[Any]
_Converter = tuple[int, Sequence[Callable[..., Any]], Any]


@dataclass(frozen=True, slots=True)
class _Made:
    """A question as SQL, with what turns its rows into answers."""

    sql: str
    params: Sequence[Any]
    names: frozenset[str]
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
        _require_names(made.names, values)
        if made.locks and not on.in_atomic_block:
            raise TransactionManagementError("a question that locks is asked in a transaction")
        cursor = cursor_of(on)
        cursor.execute(made.sql, filled(made.params, values, on=on))
        rows = cursor.fetchall()
        return [made.answer(row) for row in _converted(rows, made.converters, on)]

    def first(self, **values: object) -> T | None:
        """Return the first answer, or None. The question itself says that it wants one row."""
        return next(iter(self.all(**values)), None)

    def _make(self, on: BaseDatabaseWrapper) -> _Made:
        queryset = self._ask().using(DEFAULT_DB_ALIAS)
        compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        made = _Made(
            sql=sql,
            params=params,
            names=_names_of(params),
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
        self._made: dict[str, tuple[str, Sequence[Any], frozenset[str]]] = {}
        self.__doc__ = make.__doc__

    def run(self, **values: object) -> int:
        """Change the rows; return how many there were. One statement. Raises TypeError as `all`."""
        on = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(on.vendor)
        if made is None:
            made = self._made[on.vendor] = self._compiled()
        sql, params, names = made
        _require_names(names, values)
        cursor = cursor_of(on)
        cursor.execute(sql, filled(params, values, on=on))
        return int(cursor.rowcount)

    def _compiled(self) -> tuple[str, Sequence[Any], frozenset[str]]:
        queryset, new = self._make()
        query = queryset.query.chain(UpdateQuery)
        query.add_update_values(new)  # type: ignore[attr-defined]  # missing in the stubs
        sql, params = query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
        return sql, params, _names_of(params)


def change(make: Callable[[], tuple[QuerySet[Any], Mapping[str, Any]]]) -> Change:
    """Make a change of a function that returns which rows, and their new values with places."""
    return Change(make)


def _require_names(names: frozenset[str], values: Mapping[str, object]) -> None:
    if values.keys() != names:
        raise TypeError(f"places {sorted(names)}, values {sorted(values)}")


def _names_of(params: Iterable[Any]) -> frozenset[str]:
    return frozenset(one.name for one in params if type(one) is Marker)


def _converters(compiler: SQLCompiler) -> list[_Converter]:
    found = compiler.get_converters([one[0] for one in compiler.select])
    return [(at, functions, expression) for at, (functions, expression) in found.items()]


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
