"""From the sheets of a file to a plan: which table each is, and its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lienthong.directory.rules.import_columns import FINDINGS_HEADING, SHAPES, Shape, Table
from lienthong.directory.rules.import_findings import LineFinding
from lienthong.directory.rules.import_known import Known
from lienthong.directory.rules.import_places import plan_agencies, plan_units
from lienthong.directory.rules.import_plan import Outcome, Plan, PlannedRow, known_places
from lienthong.directory.rules.import_posts import plan_posts
from lienthong.directory.rules.import_rows import RawRow, read_row
from lienthong.formats.sheets import Sheet
from lienthong.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says: lines by table, and what is wrong with its tables as such."""

    rows: Mapping[Table, Sequence[RawRow]]
    wrong: tuple[PlannedRow, ...] = ()


def tell(sheets: Sequence[Sheet]) -> Told:
    """Return the lines of the sheets that are tables of ours; other sheets are passed over.

    A sheet is known by its name, or, where the file has only one, by its headings.
    """
    rows: dict[Table, Sequence[RawRow]] = {}
    wrong: list[PlannedRow] = []
    for sheet in sheets:
        shape = _shape_of(sheet, is_alone=len(sheets) == 1)
        if shape is None or not sheet.rows:
            continue
        found, problems = _lines(sheet, shape)
        rows[shape.table] = found
        wrong += problems
    return Told(rows, tuple(wrong))


def make_plan(told: Told, known: Known) -> Plan:
    """Return what importing these lines would do to a directory that holds what is known."""
    places = known_places(known)
    read = {
        table: [read_row(SHAPES[table], raw) for raw in told.rows.get(table, ())] for table in Table
    }
    agencies = plan_agencies(read[Table.AGENCIES], known, places)
    units = plan_units(read[Table.UNITS], known, places)
    posts, people = plan_posts(read[Table.POSTS], known, places)
    return Plan([*told.wrong, *agencies, *units, *posts], people)


def _shape_of(sheet: Sheet, *, is_alone: bool) -> Shape | None:
    named = next((s for s in SHAPES.values() if fold(s.title) == fold(sheet.name)), None)
    if named is not None or not is_alone or not sheet.rows:
        return named
    headings = {fold(cell).removesuffix("*").strip() for cell in sheet.rows[0].cells}
    return max(
        SHAPES.values(), key=lambda shape: len(headings & {fold(c.heading) for c in shape.columns})
    )


def _lines(sheet: Sheet, shape: Shape) -> tuple[list[RawRow], list[PlannedRow]]:
    head, findings = sheet.rows[0], []
    columns = [shape.column_named(heading) for heading in head.cells]
    there = {column.name for column in columns if column}
    for n, column in enumerate(columns):
        heading = head.cells[n]
        if column is None and heading and fold(heading) != fold(FINDINGS_HEADING):
            findings.append(LineFinding("strange-column", heading, {"heading": heading}))
    for missing in (c for c in shape.columns if c.is_required and c.name not in there):
        facts = {"sheet": shape.title, "heading": missing.heading}
        findings.append(LineFinding("no-column", missing.heading, facts))
    if sheet.merged:
        facts = {"sheet": sheet.name, "ranges": ", ".join(sheet.merged)}
        findings.append(LineFinding("merged", "", facts))
    rows = [] if any(f.code == "no-column" for f in findings) else _rows(sheet, columns)
    return rows, _wrong(shape, head.number, findings)


def _rows(sheet: Sheet, columns: Sequence[object]) -> list[RawRow]:
    names = [getattr(column, "name", "") for column in columns]
    return [
        RawRow(
            row.number,
            {name: text for name, text in zip(names, row.cells, strict=False) if name},
            {names[n]: str(p) for n, p in row.problems.items() if n < len(names) and names[n]},
        )
        for row in sheet.rows[1:]
    ]


def _wrong(shape: Shape, line: int, findings: Sequence[LineFinding]) -> list[PlannedRow]:
    if not findings:
        return []
    key = f"head:{shape.table}"
    return [
        PlannedRow(shape.table, line, key, shape.title, {}, Outcome.BAD, findings=tuple(findings))
    ]
