"""Checking a file before it is taken over: every line, what it would do, what is wrong with it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import file_digest, sha256
from typing import BinaryIO

from django.db import transaction

from lienthong.directory.errors import ImportEmpty
from lienthong.directory.models import DirectoryImport, ImportLine
from lienthong.directory.queries.imports import ImportCard, import_card
from lienthong.directory.queries.known import known
from lienthong.directory.rules.import_columns import Table
from lienthong.directory.rules.import_file import Told, make_plan, tell
from lienthong.directory.rules.import_plan import Outcome, Plan, PlannedRow
from lienthong.directory.rules.import_rows import RawRow
from lienthong.directory.services.import_rights import (
    agency_of_import,
    demand_import,
    within_rights,
)
from lienthong.formats.sheets import Sheet, read_csv, read_workbook
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import safe_file_name

# Rows in one INSERT: ten values each, below the 999 that SQLite takes.
BATCH = 90
_ZIP = b"PK\x03\x04"


def check_import(*, file: BinaryIO, name: str, key: str, actor: Actor, now: datetime) -> ImportCard:
    """Read a file and keep what importing it would do; the directory itself stays as it is.

    file: seekable. The same file under the same key gives the same check; a mended file, sent by
    the same form, is checked anew. Lines that this actor may not bring in are named as bad ones.
    Raises NotAllowed, ImportEmpty, and what `formats.sheets` refuses.
    """
    demand_import(actor)
    digest = _digest(file)
    once = sha256(f"{key}\n{digest}\n{actor.reference}".encode()).hexdigest()
    earlier = DirectoryImport.objects.filter(key=once).first()
    if earlier is not None:
        return import_card(earlier.pk)
    told = tell(_sheets(file, name))
    if not any(told.rows.values()) and not told.wrong:
        raise ImportEmpty
    plan = within_rights(plan_of(told), actor=actor, now=now)
    with transaction.atomic():
        row, is_new = DirectoryImport.objects.get_or_create(
            key=once,
            defaults={
                "file_name": safe_file_name(name),
                "file_digest": digest,
                "plan_digest": plan.digest(),
                "agency_id": agency_of_import(actor),
                "counts": Counter(str(line.outcome) for line in plan.rows),
                "checked_by": actor.name,
                "checked_at": now,
            },
        )
        if is_new:
            ImportLine.objects.bulk_create(_lines(row, plan, told), batch_size=BATCH)
    return import_card(row.pk)


def plan_of(told: Told) -> Plan:
    """Return what these lines would do to the directory as it stands now."""
    posts = told.rows.get(Table.POSTS, ())
    return make_plan(
        told,
        known(
            emails={row.texts.get("email", "").strip().lower() for row in posts},
            identities={row.texts.get("identity", "") for row in posts},
            codes={row.texts.get("agency", "") for row in posts},
        ),
    )


def told_again(lines: Iterable[ImportLine]) -> Told:
    """Return what a checked file said, from its kept lines."""
    rows: dict[Table, list[RawRow]] = {table: [] for table in Table}
    for line in lines:
        rows[Table(line.table)].append(RawRow(line.line, line.texts, line.problems))
    return Told(rows)


def _sheets(file: BinaryIO, name: str) -> Sequence[Sheet]:
    beginning = file.read(4)
    file.seek(0)
    if beginning == _ZIP or name.lower().endswith((".xlsx", ".xlsm", ".xls")):
        return read_workbook(file)
    return [read_csv(file)]


def _digest(file: BinaryIO) -> str:
    """SHA-256 of a file of any size, which is then at its beginning again."""
    digest = file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # reads in pieces
    file.seek(0)
    return digest


def _lines(row: DirectoryImport, plan: Plan, told: Told) -> list[ImportLine]:
    raw = {(table, r.line): r for table, rows in told.rows.items() for r in rows}
    return [
        _line(row, position, planned, raw.get((planned.table, planned.line)))
        for position, planned in enumerate(plan.rows)
    ]


def _line(
    row: DirectoryImport, position: int, planned: PlannedRow, raw: RawRow | None
) -> ImportLine:
    return ImportLine(
        checked=row,
        position=position,
        table=planned.table,
        line=planned.line,
        outcome=planned.outcome,
        label=planned.label[:300],
        texts=dict(raw.texts) if raw else {},
        problems=dict(raw.problems) if raw else {},
        changes={name: list(pair) for name, pair in planned.changes.items()},
        findings=[
            {"code": f.code, "column": f.column, "facts": dict(f.facts)} for f in planned.findings
        ],
    )


def is_bad(plan: Plan) -> int:
    """Return how many lines are wrong."""
    return sum(row.outcome == Outcome.BAD for row in plan.rows)
