"""The directory as the tables in which it is brought in; memory does not grow with it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from lienthong.directory.models import Agency, Person, Post, Unit
from lienthong.directory.queries.known import (
    codes_by_agency,
    known_agency,
    known_post,
    known_unit,
)
from lienthong.directory.rules.import_columns import SHAPES, Kind, Shape, Table
from lienthong.directory.types import UNLISTED

_CHUNK = 500


def export_rows(table: Table) -> Iterator[Sequence[str]]:
    """Yield every line of a table as people read it, in the order of the columns.

    Importing them again changes nothing.
    """
    shape = SHAPES[table]
    for facts in _FACTS[table]():
        yield shown_row(shape, facts)


def shown_row(shape: Shape, facts: Mapping[str, str]) -> Sequence[str]:
    """Return stored facts as people read them: days, and the words of closed lists."""
    return [_shown(column.kind, column.choices, facts[column.name]) for column in shape.columns]


def _shown(kind: Kind, choices: Mapping[str, str], fact: str) -> str:
    if kind == Kind.DAY and fact:
        return f"{date.fromisoformat(fact):%d/%m/%Y}"
    if kind == Kind.CHOICE:
        return next((words for words, stored in choices.items() if stored == fact), fact)
    return fact


def _agencies() -> Iterator[Mapping[str, str]]:
    codes = codes_by_agency()
    for row in Agency.objects.exclude(pk=UNLISTED).order_by("pk").iterator(chunk_size=_CHUNK):
        parent = codes.get(row.parent_id) if row.parent_id else None
        yield known_agency(row, codes[row.pk], parent[0][0] if parent else "").facts


def _units() -> Iterator[Mapping[str, str]]:
    codes = codes_by_agency()
    for row in Unit.objects.order_by("agency_id", "pk").iterator(chunk_size=_CHUNK):
        yield {**known_unit(row).facts, "agency": codes[row.agency_id][0][0]}


def _posts() -> Iterator[Mapping[str, str]]:
    codes = codes_by_agency()
    rows = Post.objects.select_related("person", "unit").order_by("agency_id", "pk")
    for row in rows.iterator(chunk_size=_CHUNK):
        person: Person = row.person
        yield {
            **known_post(row).facts,
            "person": person.name,
            "email": person.email,
            "identity": str(person.pk),
            "agency": codes[row.agency_id][0][0],
            "unit": row.unit.name if row.unit else "",
        }


_FACTS = {Table.AGENCIES: _agencies, Table.UNITS: _units, Table.POSTS: _posts}
