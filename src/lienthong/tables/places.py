"""Named places of a question or a change: filled with new values each time that it is run."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

import orjson
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression
from django.db.models.sql.compiler import SQLCompiler

# What for_database prepares is not for the encoder to write; ids it writes with hyphens.
_AS_VALUES = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
_KINDS = {UUID: "uuid", str: "text", int: "bigint"}
_UNNESTED = re.compile(r"\(SELECT unnest\(%s::\w+\[\]\)\)")


@dataclass(frozen=True, slots=True)
class Marker:
    """Stands among the parameters of compiled SQL where the value of a place goes."""

    name: str
    is_list: bool = False


class _Place(Expression):
    def __init__(self, name: str, *, each: type | None = None) -> None:
        super().__init__()
        self.marker, self.each = Marker(name, is_list=each is not None), each

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        if self.each is None:
            return "%s", (self.marker,)
        if connection.vendor == "postgresql":
            return f"(SELECT unnest(%s::{_KINDS[self.each]}[]))", (self.marker,)
        value = from_json("value", is_id=self.each is UUID)
        return f"(SELECT {value} FROM json_each(%s))", (self.marker,)  # noqa: S608  # our own words


def place(name: str) -> Any:  # stands where any value may stand
    """A place for one value that is not None; stands where a queryset takes a value."""
    return _Place(name)


def places(name: str, each: type) -> Any:
    """A place for many values of one type (UUID, str or int), of any number, after `__in`."""
    return _Place(name, each=each)


def of_one_each(sql: str, params: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """Return SQL of PostgreSQL and its parameters with a place for one value instead of each list.

    A plan for one value is as good for any other, so it is kept; for a list PostgreSQL makes a new
    one each time, because it holds a plan for this very list to be cheaper.
    """
    single = [Marker(one.name) if type(one) is Marker else one for one in params]
    return _UNNESTED.sub("(%s)", sql), single


def filled(
    params: Sequence[Any], values: Mapping[str, Any], *, on: BaseDatabaseWrapper
) -> list[Any]:
    """Return the parameters with each marker replaced by the value of its place.

    on: the connection itself. `django.db.connection` is looked up anew at every touch, which costs
    more than what it is asked here.
    """
    return [_value(one, values, on) if type(one) is Marker else one for one in params]


def _value(marker: Marker, values: Mapping[str, Any], on: BaseDatabaseWrapper) -> Any:
    value = values[marker.name]
    if not marker.is_list:
        return for_database(value, on)
    if on.vendor == "postgresql":
        return [for_database(one, on) for one in value]
    return as_json(list(value), on)


def as_json(rows: object, on: BaseDatabaseWrapper) -> str:
    """Return values as one parameter of a statement of SQLite, to be read by `from_json`.

    Raises TypeError for half a surrogate pair and an integer beyond 64 bits.
    """
    return orjson.dumps(rows, partial(for_database, on=on), _AS_VALUES).decode()


def from_json(path: str, *, is_id: bool) -> str:
    """Return the SQL of SQLite that takes a value out of JSON: ids lie without hyphens."""
    return f"replace({path}, '-', '')" if is_id else path


def for_database(value: Any, on: BaseDatabaseWrapper) -> Any:
    """Return a value as the driver takes it, by what it is: the columns say no more than that."""
    prepare = _PREPARED.get(type(value))
    if prepare is not None:
        return prepare(value, on)
    return str(value) if isinstance(value, StrEnum) else value


def _id(value: UUID, on: BaseDatabaseWrapper) -> UUID | str:
    return value if on.features.has_native_uuid_field else value.hex


def _json(value: object, on: BaseDatabaseWrapper) -> Any:
    return on.ops.adapt_json_value(value, None)


def _instant(value: datetime, on: BaseDatabaseWrapper) -> Any:
    return on.ops.adapt_datetimefield_value(value)


def _day(value: date, on: BaseDatabaseWrapper) -> Any:
    return on.ops.adapt_datefield_value(value)


_PREPARED: Mapping[type, Callable[[Any, BaseDatabaseWrapper], Any]] = {
    dict: _json,
    list: _json,
    UUID: _id,
    datetime: _instant,
    date: _day,
}
