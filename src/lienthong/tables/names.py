"""Names in the order of the Vietnamese alphabet, sorted by the database itself."""

from typing import Any

from django.db.models import CharField, F, Func
from django.db.models.functions import Collate

from lienthong.kernel.sorting import given_name, name_key

# PostgreSQL has it from ICU; SQLite learns it with each connection. No index and no table uses it,
# so other programs may still open the database.
_ORDER = "vi-x-icu"


def by_name(field: str) -> Collate:
    """Return a text field so that ordering and comparing go by the Vietnamese alphabet.

    For some thousand rows at most: no index has this order.
    """
    return Collate(F(field), _ORDER)


class _GivenName(Func):
    """`given_name` of the kernel, asked of the database."""

    function = "given_name"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Let a regular expression do what SQLite is taught."""
        template = "regexp_replace(%(expressions)s, '^.* ', '')"
        return self.as_sql(compiler, connection, template=template, **extra)


def by_given_name(field: str) -> Collate:
    """Return the given names of people, by which they are sorted first; their whole names follow.

    For some thousand rows at most, as `by_name`.
    """
    return Collate(_GivenName(F(field)), _ORDER)


def teach_order(connection: Any) -> None:
    """Let a fresh connection of SQLite know the order of names; the others know it already."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(_ORDER, _compared)
        connection.connection.create_function("given_name", 1, given_name, deterministic=True)


def _compared(one: str, other: str) -> int:
    before, after = name_key(one), name_key(other)
    return (before > after) - (before < after)
