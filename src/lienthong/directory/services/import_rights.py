"""Who may bring in which lines: asked when a table is checked and again when it is taken over."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from lienthong.directory import queries
from lienthong.directory.ports import ImportGuard
from lienthong.directory.rules.import_changes import given_ids, moves, post_changes
from lienthong.directory.rules.import_columns import AGENCIES, POSTS, UNITS, Shape, Table
from lienthong.directory.rules.import_findings import LineFinding
from lienthong.directory.rules.import_plan import Outcome, Plan, PlannedRow
from lienthong.directory.services.rights import MANAGE_BELOW, demand, manages_everything
from lienthong.directory.types import WrongLine
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day

_EFFECTS = (Outcome.MADE, Outcome.CHANGED)


def demand_import(actor: Actor) -> None:
    """Let in who manages the directory, or an agency with those below it. Raises NotAllowed."""
    if not manages_everything(actor):
        demand(actor, MANAGE_BELOW)


def agency_of_import(actor: Actor) -> UUID | None:
    """Return whose import it is; None: of those who manage the whole directory."""
    return None if manages_everything(actor) else actor.own_agency


def within_rights(plan: Plan, *, actor: Actor, now: datetime) -> Plan:
    """Return the plan with every line refused that this actor may not bring in.

    A fixed number of statements, and one for every 400 people whose names or mailboxes change.
    """
    guard = cast("ImportGuard", import_string(settings.LIENTHONG_IMPORT_GUARD))
    posts, agencies = guard(
        post_changes(plan, given_ids(plan)), moves(plan), actor=actor, on=local_day(now)
    )
    wrong = {(Table.POSTS, line): _headed(found, POSTS) for line, found in posts.items()}
    wrong |= {(Table.AGENCIES, line): _headed(found, AGENCIES) for line, found in agencies.items()}
    wrong |= _of_others(plan, actor)
    return Plan([_refused(row, wrong) for row in plan.rows], plan.people)


def _of_others(plan: Plan, actor: Actor) -> dict[tuple[Table, int], LineFinding]:
    """The agencies and units that an administrator may not change."""
    if manages_everything(actor):
        return {}
    own = {actor.own_agency, *queries.below(actor.own_agency)}
    return {
        (row.table, row.line): found
        for row in plan.rows
        if row.outcome in _EFFECTS and (found := _of_other(row, own)) is not None
    }


def _of_other(row: PlannedRow, own: Collection[UUID]) -> LineFinding | None:
    if row.table == Table.AGENCIES:
        return LineFinding("only-operators")
    if row.table == Table.UNITS and row.refs["agency"] not in {str(one) for one in own}:
        return LineFinding("not-your-agency", UNITS.columns[0].heading)
    return None


def _headed(wrong: WrongLine, shape: Shape) -> LineFinding:
    """The guard names a column as the code does; people know its heading."""
    column = next((one for one in shape.columns if one.name == wrong.column), None)
    return LineFinding(wrong.code, column.heading if column else "", wrong.facts)


def _refused(row: PlannedRow, wrong: Mapping[tuple[Table, int], LineFinding]) -> PlannedRow:
    found = wrong.get((row.table, row.line))
    if found is None:
        return row
    findings = (*row.findings, found)
    return replace(row, outcome=Outcome.BAD, changes={}, findings=findings)
