"""Planning the lines of agencies and units."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lienthong.directory.rules.import_columns import AGENCIES, UNITS, Table
from lienthong.directory.rules.import_findings import LineFinding
from lienthong.directory.rules.import_known import Known, KnownAgency, KnownUnit
from lienthong.directory.rules.import_plan import (
    Places,
    PlannedRow,
    agency_ref,
    differences,
    row_of,
)
from lienthong.directory.rules.import_rows import ReadRow
from lienthong.directory.rules.mailboxes import is_official
from lienthong.kernel.text import fold

_KEPT = (
    *("name", "abbreviation", "agency_class", "level", "place", "email", "telephone", "address"),
    *("valid_from", "books_here"),
)
_UNIT_KEPT = ("abbreviation", "valid_from", "valid_to")
_HEADING = {column.name: column.heading for column in AGENCIES.columns}


def plan_agencies(rows: Sequence[ReadRow], known: Known, places: Places) -> list[PlannedRow]:
    """Plan every line of the table of agencies; `places` learns what they would make.

    Lines may name a parent that stands further down.
    """
    there = {str(agency.id): agency for agency in known.agencies}
    keys = [_announce(row, places) for row in rows]
    names = {key: agency.facts["name"] for key, agency in there.items()}
    first: dict[str, int] = {}
    planned = [
        _agency(
            _official(row, there.get(key), known),
            key,
            there.get(key),
            places,
            first=first,
            names=names,
        )
        for row, key in zip(rows, keys, strict=True)
    ]
    above = {key: str(a.facts.get("parent_id", "")) for key, a in there.items()}
    above |= {row.key: row.refs["parent"] for row in planned if row.refs.get("parent")}
    return [_without_circle(row, above) for row in planned]


def _official(row: ReadRow, there: KnownAgency | None, known: Known) -> ReadRow:
    """A mailbox that cannot be official is named; one that stands already is left as it is."""
    email = row.facts["email"]
    stands = there.facts.get("email", "") if there else ""
    if not email or email == stands or is_official(email, known.domains):
        return row
    wrong = LineFinding("free-mail", _HEADING["email"], {"text": email[:40]})
    return replace(row, findings=(*row.findings, wrong))


def _announce(row: ReadRow, places: Places) -> str:
    """Return the key of a line's agency: the one that has one of its codes, else a new one."""
    code = row.facts["code"]
    if not code:
        return f"line:{row.line}"
    key = places.agencies.setdefault(code, f"new:{code}")
    for other in filter(None, row.facts["other_codes"].split(";")):
        places.agencies.setdefault(other, key)
    if row.findings:
        places.bad.add(key)
    return key


def _agency(
    row: ReadRow,
    key: str,
    there: KnownAgency | None,
    places: Places,
    *,
    first: dict[str, int],
    names: Mapping[str, str],
) -> PlannedRow:
    findings = [*row.findings, *_repeated(first, key, row.line)]
    parent, wrong = agency_ref(row.facts["parent"], _HEADING["parent"], places)
    findings += [f for f in wrong if f.code != "bad-agency" or parent != key]
    findings += _codes_of_others(row, key, places, names)
    changes: dict[str, tuple[str, str]] = {}
    if there is not None:
        findings += _against(row, there)
        changes = differences(row.facts, there.facts, _KEPT)
        stands = str(there.facts.get("parent_id", ""))
        if parent and parent != stands:
            changes["parent"] = (str(there.facts["parent"]), row.facts["parent"])
        new = set(filter(None, row.facts["other_codes"].split(";"))) - there.codes
        if new:
            changes["other_codes"] = ("", ";".join(sorted(new)))
    if findings:
        places.bad.add(key)
    return row_of(
        Table.AGENCIES,
        row,
        key,
        row.facts["name"] or row.facts["code"],
        findings,
        known_id=there.id if there else None,
        changes=changes,
        refs={"parent": parent} if parent else {},
    )


def _codes_of_others(
    row: ReadRow, key: str, places: Places, names: Mapping[str, str]
) -> list[LineFinding]:
    others = filter(None, row.facts["other_codes"].split(";"))
    taken = {code: places.agencies.get(code, key) for code in others}
    return [
        LineFinding(
            "code-taken",
            _HEADING["other_codes"],
            {"code": code, "agency": names.get(holder, holder.removeprefix("new:"))},
        )
        for code, holder in taken.items()
        if holder != key
    ]


def _against(row: ReadRow, there: KnownAgency) -> list[LineFinding]:
    """What a file may not do to an agency that is there: rename it, or end it."""
    found = []
    name, stands = row.facts["name"], there.facts["name"]
    if name and fold(name) != fold(stands):
        found.append(LineFinding("other-name", _HEADING["name"], {"name": stands}))
    ended = row.facts["valid_to"]
    if ended and ended != there.facts["valid_to"]:
        facts = {"day": there.facts["valid_to"] or "—"}
        found.append(LineFinding("closing", _HEADING["valid_to"], facts))
    return found


def _without_circle(row: PlannedRow, above: dict[str, str]) -> PlannedRow:
    seen, here = {row.key}, above.get(row.key, "")
    while here and here not in seen:
        seen.add(here)
        here = above.get(here, "")
    if here != row.key or not row.refs.get("parent"):
        return row
    findings = [*row.findings, LineFinding("circle", _HEADING["parent"])]
    read = ReadRow(row.line, row.facts, ())
    return row_of(
        row.table, read, row.key, row.label, findings, known_id=row.id, changes={}, refs=row.refs
    )


def plan_units(rows: Sequence[ReadRow], known: Known, places: Places) -> list[PlannedRow]:
    """Plan every line of the table of units; `places` learns what they would make."""
    there = {str(unit.id): unit for unit in known.units}
    first: dict[str, int] = {}
    return [_unit(row, there, places, first) for row in rows]


def _unit(
    row: ReadRow, there: dict[str, KnownUnit], places: Places, first: dict[str, int]
) -> PlannedRow:
    agency, wrong = agency_ref(row.facts["agency"], UNITS.columns[0].heading, places)
    place = (agency, fold(row.facts["name"]))
    key = places.units.setdefault(place, f"new:{agency}/{place[1]}")
    findings = [*row.findings, *wrong, *_repeated(first, key, row.line)]
    stands = there.get(key)
    changes = differences(row.facts, stands.facts, _UNIT_KEPT) if stands else {}
    if findings:
        places.bad.add(key)
    return row_of(
        Table.UNITS,
        row,
        key,
        row.facts["name"],
        findings,
        known_id=stands.id if stands else None,
        changes=changes,
        refs={"agency": agency},
    )


def _repeated(first: dict[str, int], key: str, line: int) -> list[LineFinding]:
    """A line that says again what an earlier one said; the first is the one to keep."""
    if first.setdefault(key, line) == line:
        return []
    return [LineFinding("repeated", "", {"line": first[key]})]
