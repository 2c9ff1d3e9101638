"""What a plan does to posts, to people and to who stands over whom: what others have a say in."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from lienthong.directory.rules.import_columns import Table
from lienthong.directory.rules.import_plan import Outcome, Plan, PlannedPerson, PlannedRow
from lienthong.directory.types import Move, PostChange, Role


def post_changes(plan: Plan, ids: Mapping[str, UUID]) -> list[PostChange]:
    """Return what the lines of people and posts would change, in the order of the file.

    ids: what the keys of the plan stand for, as far as it is known.
    """
    people = {person.key: person for person in plan.people}
    rows = (row for row in _effects(plan) if row.table == Table.POSTS)
    return [_change(row, people[row.refs["person"]], ids) for row in rows]


def moves(plan: Plan) -> list[Move]:
    """Return the lines that put an agency that is there under another one."""
    return [
        Move(row.line, row.id, row.label, row.changes["parent"][1])
        for row in _effects(plan)
        if row.table == Table.AGENCIES and row.id is not None and "parent" in row.changes
    ]


def _effects(plan: Plan) -> Iterator[PlannedRow]:
    return (row for row in plan.rows if row.outcome in (Outcome.MADE, Outcome.CHANGED))


def given_ids(plan: Plan) -> dict[str, UUID]:
    """Return what the keys of a plan stand for that is there already; what it makes has none."""
    ids = {row.key: row.id for row in plan.rows if row.id is not None}
    ids |= {person.key: person.id for person in plan.people if person.id is not None}
    new = {row.key for row in plan.rows} | {person.key for person in plan.people}
    for row in _effects(plan):
        # What no line says anew is named by its own id.
        for key in filter(None, row.refs.values()):
            if key not in new:
                ids[key] = UUID(key)
    return ids


def _change(row: PlannedRow, person: PlannedPerson, ids: Mapping[str, UUID]) -> PostChange:
    is_changed = person.is_changed and "person" in row.changes
    ends = row.changes.get("valid_to", ("", ""))[1]
    is_new = row.outcome == Outcome.MADE
    return PostChange(
        line=row.line,
        post_id=row.id or (ids.get(row.key) if is_new else None),
        person_id=person.id or ids.get(person.key),
        person_name=person.name,
        agency_id=ids.get(row.refs["agency"]),
        role=Role(row.facts["role"]),
        title=row.facts["title"],
        valid_from=date.fromisoformat(row.facts["valid_from"]),
        valid_to=date.fromisoformat(row.facts["valid_to"]) if row.facts["valid_to"] else None,
        is_new=is_new,
        ends_on=date.fromisoformat(ends) if ends else None,
        authority=row.changes.get("authority", ("", ""))[1],
        new_name=person.name if is_changed else "",
        new_mailbox=person.email if is_changed else "",
    )
