"""What an import would do with each line: pure, so that preview and import are the same thing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from lienthong.directory.rules.import_columns import Table
from lienthong.directory.rules.import_findings import LineFinding
from lienthong.directory.rules.import_known import Known
from lienthong.directory.rules.import_rows import ReadRow
from lienthong.kernel.text import fold


class Outcome(StrEnum):
    """What becomes of a line."""

    MADE = "made"
    CHANGED = "changed"
    LEFT = "left"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A line with what it would do.

    key: names the thing within this plan; other lines refer to it. id: of the thing that is there.
    changes: column to (what stands, what would stand). refs: what else of the plan it needs, by
    column: keys of agencies, units and people.
    """

    table: Table
    line: int
    key: str
    label: str
    facts: Mapping[str, str]
    outcome: Outcome
    id: UUID | None = None
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    refs: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[LineFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """Somebody of the posts' lines: known (id) or new, and what would change."""

    key: str
    name: str
    email: str
    id: UUID | None = None
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All lines in their order, and the people that they name."""

    rows: Sequence[PlannedRow]
    people: Sequence[PlannedPerson] = ()

    @property
    def is_clean(self) -> bool:
        return all(row.outcome != Outcome.BAD for row in self.rows)

    def digest(self) -> str:
        """Return what is equal as long as the same file would do the same to the directory."""
        told = [
            [row.table, row.line, row.outcome, str(row.id or ""), sorted(row.changes.items())]
            for row in self.rows
        ]
        people = [[p.key, str(p.id or ""), p.is_changed] for p in self.people]
        return sha256(json.dumps([told, people], ensure_ascii=False).encode()).hexdigest()


@dataclass(slots=True)
class Places:
    """Agencies and units as they would be, by what lines call them.

    agencies: every code to the key of its agency; closed_on: last days, by key; units: agency key
    and folded name to the unit's key; bad: keys whose own lines have findings.
    """

    agencies: dict[str, str] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)
    closed_on: dict[str, str] = field(default_factory=dict)
    units: dict[tuple[str, str], str] = field(default_factory=dict)
    bad: set[str] = field(default_factory=set)


def known_places(known: Known) -> Places:
    """Return the places of the directory as it stands; keys of what is there are its ids."""
    places = Places()
    for agency in known.agencies:
        key = str(agency.id)
        places.ids[key] = agency.id
        places.agencies.update(dict.fromkeys(agency.codes, key))
        if agency.facts["valid_to"]:
            places.closed_on[key] = agency.facts["valid_to"]
    for unit in known.units:
        places.units[str(unit.agency_id), fold(unit.facts["name"])] = str(unit.id)
        places.ids[str(unit.id)] = unit.id
    return places


def differences(
    told: Mapping[str, str], stands: Mapping[str, str], names: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Return what a line would change; an empty cell leaves what stands."""
    return {n: (stands[n], told[n]) for n in names if told[n] and told[n] != stands[n]}


def outcome_of(
    findings: Sequence[LineFinding], changes: Mapping[str, object], is_new: bool
) -> Outcome:
    if findings:
        return Outcome.BAD
    if is_new:
        return Outcome.MADE
    return Outcome.CHANGED if changes else Outcome.LEFT


def agency_ref(code: str, heading: str, places: Places) -> tuple[str, list[LineFinding]]:
    """Return the key of the agency that a line names by a code, or why there is none."""
    if not code:
        return "", []
    key = places.agencies.get(code, "")
    if not key:
        return "", [LineFinding("unknown-agency", heading, {"code": code})]
    if key in places.bad:
        return key, [LineFinding("bad-agency", heading, {"code": code})]
    return key, []


def row_of(
    table: Table,
    read: ReadRow,
    key: str,
    label: str,
    findings: Sequence[LineFinding],
    *,
    known_id: UUID | None,
    changes: Mapping[str, tuple[str, str]],
    refs: Mapping[str, str],
) -> PlannedRow:
    """Return the planned line; its outcome follows from findings and changes."""
    return PlannedRow(
        table,
        read.line,
        key,
        label,
        read.facts,
        outcome_of(findings, changes, known_id is None),
        known_id,
        {} if findings else changes,
        refs,
        tuple(findings),
    )
