"""Taking a checked file over: all of it or nothing, in bulk."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory.errors import CodeShape, ImportBad, ImportOutdated, ImportUnknown
from lienthong.directory.events import BooksBroughtHere, TableBroughtIn
from lienthong.directory.models import (
    Agency,
    AgencyCode,
    DirectoryImport,
    Person,
    Post,
    Unit,
)
from lienthong.directory.queries.imports import ImportCard, import_card, is_for
from lienthong.directory.rules.codes import form_of
from lienthong.directory.rules.import_changes import given_ids, moves, post_changes
from lienthong.directory.rules.import_columns import Table
from lienthong.directory.rules.import_plan import Outcome, Plan, PlannedPerson, PlannedRow
from lienthong.directory.services.check_import import is_bad, plan_of, told_again
from lienthong.directory.services.fields import note_change
from lienthong.directory.services.import_rights import demand_import, within_rights
from lienthong.directory.services.turns import take_turn
from lienthong.directory.types import AgencyClass, AgencyLevel, CodeForm, ImportState
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.kernel.text import fold
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act

# Rows in one INSERT: an agency has some eighteen values, SQLite takes 999.
BATCH = 50
_LEFT = ("no", "no")


def apply_import(*, import_id: UUID, actor: Actor, now: datetime) -> ImportCard:
    """Take over what was checked; again, nothing changes.

    The plan is made anew from the kept lines and must be the one that was seen; each line must be
    one that this actor may bring in. Whoever follows posts is told (`events.TableBroughtIn`).
    Statements grow by one for every 50 new rows, and by those that records and notices cost.
    Raises NotAllowed, ImportBad, ImportOutdated, ImportUnknown.
    """
    demand_import(actor)
    with transaction.atomic():
        take_turn()
        row = DirectoryImport.objects.select_for_update().filter(pk=import_id).first()
        if row is None or not is_for(import_card(row.pk), actor):
            raise ImportUnknown
        if row.state == ImportState.APPLIED:
            return import_card(row.pk)
        if row.counts.get(Outcome.BAD):
            raise ImportBad(count=row.counts[Outcome.BAD])
        plan = plan_of(told_again(row.lines.order_by("position").iterator(chunk_size=500)))
        if is_bad(plan) or plan.digest() != row.plan_digest:
            raise ImportOutdated
        refused = is_bad(within_rights(plan, actor=actor, now=now))
        if refused:
            raise ImportBad(count=refused)
        ids = _write(plan)
        row.state, row.applied_by, row.applied_at = ImportState.APPLIED, actor.name, now
        row.save(update_fields=["state", "applied_by", "applied_at"])
        ledger.record(_act(row), actor=actor, at=now)
        posts = tuple(post_changes(plan, ids))
        announce(TableBroughtIn(row.pk, posts, tuple(moves(plan)), actor, now))
    return import_card(row.pk)


def _act(row: DirectoryImport) -> Act:
    return Act(
        name="directory.imported",
        subjects={"import": str(row.pk)},
        dimensions={name: row.counts.get(name, 0) for name in Outcome},
        private={"file": row.file_digest, "file_name": row.file_name},
    )


def _write(plan: Plan) -> dict[str, UUID]:
    """Write what the plan says; return what its keys stand for."""
    ids = given_ids(plan)
    for key in [*(row.key for row in plan.rows), *(person.key for person in plan.people)]:
        ids.setdefault(key, uuid7())
    tables = {table: [r for r in plan.rows if r.table == table] for table in Table}
    _write_agencies(tables[Table.AGENCIES], ids)
    _write_units(tables[Table.UNITS], ids)
    _write_people(plan, ids)
    _write_posts(tables[Table.POSTS], ids)
    return ids


def _new(rows: list[PlannedRow]) -> list[PlannedRow]:
    return [row for row in rows if row.outcome == Outcome.MADE]


def _changed(rows: list[PlannedRow]) -> dict[UUID, PlannedRow]:
    return {row.id: row for row in rows if row.outcome == Outcome.CHANGED and row.id}


def _write_agencies(rows: list[PlannedRow], ids: Mapping[str, UUID]) -> None:
    Agency.objects.bulk_create([_agency(row, ids) for row in _new(rows)], batch_size=BATCH)
    changed = _changed(rows)
    there = list(Agency.objects.filter(pk__in=changed).select_for_update(no_key=True))
    for agency in there:
        _change_agency(agency, changed[agency.pk], ids)
    fields = [
        *("name", "name_folded", "abbreviation", "abbreviation_folded", "agency_class", "level"),
        *("parent", "place", "email", "telephone", "address", "valid_from", "books_here"),
    ]
    Agency.objects.bulk_update(there, fields, batch_size=BATCH)
    AgencyCode.objects.bulk_create(_codes(rows, ids), batch_size=BATCH)
    note_change(changed)
    brought = [pk for pk, row in changed.items() if row.changes.get("books_here", _LEFT)[1] != "no"]
    if brought:
        announce(BooksBroughtHere(tuple(brought)))


def _agency(row: PlannedRow, ids: Mapping[str, UUID]) -> Agency:
    facts = row.facts
    return Agency(
        id=ids[row.key],
        name=facts["name"],
        name_folded=fold(facts["name"]),
        abbreviation=facts["abbreviation"],
        abbreviation_folded=fold(facts["abbreviation"]),
        agency_class=facts["agency_class"] or AgencyClass.STATE,
        level=facts["level"] or AgencyLevel.DEPARTMENT,
        parent_id=ids[row.refs["parent"]] if row.refs.get("parent") else None,
        place=facts["place"],
        email=facts["email"],
        telephone=facts["telephone"],
        address=facts["address"],
        valid_from=_day(facts["valid_from"]),
        valid_to=_day(facts["valid_to"]),
        books_here=facts["books_here"] != "no",
    )


def _change_agency(agency: Agency, row: PlannedRow, ids: Mapping[str, UUID]) -> None:
    for name, (_stands, comes) in row.changes.items():
        match name:
            case "parent":
                agency.parent_id = ids[row.refs["parent"]]
            case "valid_from":
                agency.valid_from = _day(comes)
            case "books_here":
                agency.books_here = comes != "no"
            case "other_codes":
                pass
            case _:
                setattr(agency, name, comes)
    agency.name_folded, agency.abbreviation_folded = fold(agency.name), fold(agency.abbreviation)


def _codes(rows: list[PlannedRow], ids: Mapping[str, UUID]) -> list[AgencyCode]:
    codes = []
    for row in rows:
        if row.outcome == Outcome.MADE:
            code, day = row.facts["code"], _day(row.facts["valid_from"])
            codes.append(_code(ids[row.key], code, day=day, current=True))
            others = row.facts["other_codes"]
        else:
            others = row.changes.get("other_codes", ("", ""))[1]
        codes += [_code(ids[row.key], code) for code in others.split(";") if code]
    return codes


def _code(
    agency_id: UUID, code: str, *, day: date | None = None, current: bool = False
) -> AgencyCode:
    try:
        form = form_of(code)
    except CodeShape:
        form = CodeForm.FOREIGN
    return AgencyCode(agency_id=agency_id, code=code, form=form, is_current=current, valid_from=day)


def _write_units(rows: list[PlannedRow], ids: Mapping[str, UUID]) -> None:
    Unit.objects.bulk_create(
        [
            Unit(
                id=ids[row.key],
                agency_id=ids[row.refs["agency"]],
                name=row.facts["name"],
                abbreviation=row.facts["abbreviation"],
                valid_from=_day(row.facts["valid_from"]),
                valid_to=_day(row.facts["valid_to"]),
            )
            for row in _new(rows)
        ],
        batch_size=BATCH,
    )
    changed = _changed(rows)
    there = list(Unit.objects.filter(pk__in=changed))
    for unit in there:
        for name, (_stands, comes) in changed[unit.pk].changes.items():
            setattr(unit, name, comes if name == "abbreviation" else _day(comes))
    Unit.objects.bulk_update(there, ["abbreviation", "valid_from", "valid_to"], batch_size=BATCH)


def _write_people(plan: Plan, ids: Mapping[str, UUID]) -> None:
    def row(one: PlannedPerson) -> Person:
        return Person(id=ids[one.key], name=one.name, name_folded=fold(one.name), email=one.email)

    new = [row(one) for one in plan.people if one.id is None]
    changed = [row(one) for one in plan.people if one.id is not None and one.is_changed]
    Person.objects.bulk_create(new, batch_size=BATCH)
    Person.objects.bulk_update(changed, ["name", "email", "name_folded"], batch_size=BATCH)


def _write_posts(rows: list[PlannedRow], ids: Mapping[str, UUID]) -> None:
    Post.objects.bulk_create([_post(row, ids) for row in _new(rows)], batch_size=BATCH)
    changed = _changed(rows)
    there = list(Post.objects.filter(pk__in=changed))
    for post in there:
        for name, (_stands, comes) in changed[post.pk].changes.items():
            if name == "valid_to":
                post.valid_to = _day(comes)
            elif name == "authority":
                post.authority = comes
    Post.objects.bulk_update(there, ["authority", "valid_to"], batch_size=BATCH)


def _post(row: PlannedRow, ids: Mapping[str, UUID]) -> Post:
    facts = row.facts
    begins = _day(facts["valid_from"])
    assert begins is not None  # the plan has no line without it
    return Post(
        id=ids[row.key],
        person_id=ids[row.refs["person"]],
        agency_id=ids[row.refs["agency"]],
        unit_id=ids[row.refs["unit"]] if row.refs.get("unit") else None,
        role=facts["role"],
        title=facts["title"],
        authority=facts["authority"],
        valid_from=begins,
        valid_to=_day(facts["valid_to"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
