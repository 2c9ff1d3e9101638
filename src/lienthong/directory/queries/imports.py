"""Checked files and their lines, page by page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.directory.errors import ImportUnknown
from lienthong.directory.models import DirectoryImport, ImportLine
from lienthong.directory.rules.import_columns import Table
from lienthong.directory.rules.import_findings import LineFinding
from lienthong.directory.rules.import_plan import Outcome
from lienthong.directory.types import ImportState
from lienthong.kernel.actor import Actor, ActorKind

PAGE = 100


@dataclass(frozen=True, slots=True)
class ImportCard:
    """A checked file as it is shown. counts: lines by outcome. agency_id: whose administrator
    brought it; None: somebody who manages the whole directory.
    """

    id: UUID
    file_name: str
    file_digest: str
    state: ImportState
    counts: Mapping[str, int]
    agency_id: UUID | None
    checked_by: str
    checked_at: datetime
    applied_by: str
    applied_at: datetime | None

    @property
    def bad(self) -> int:
        return self.counts.get(Outcome.BAD, 0)

    @property
    def effects(self) -> int:
        """How many lines would make or change something."""
        return self.counts.get(Outcome.MADE, 0) + self.counts.get(Outcome.CHANGED, 0)

    @property
    def can_be_applied(self) -> bool:
        return self.state == ImportState.CHECKED and not self.bad and self.effects > 0


@dataclass(frozen=True, slots=True)
class ImportLineCard:
    """A line of a checked file. changes: column name to (what stands, what comes)."""

    position: int
    table: Table
    line: int
    outcome: Outcome
    label: str
    texts: Mapping[str, str]
    changes: Mapping[str, tuple[str, str]]
    findings: tuple[LineFinding, ...]


def import_card(import_id: UUID) -> ImportCard:
    """Return one checked file. Raises ImportUnknown. One statement."""
    row = DirectoryImport.objects.filter(pk=import_id).first()
    if row is None:
        raise ImportUnknown
    return _card(row)


def is_for(card: ImportCard, viewer: Actor) -> bool:
    """Say whether a checked file is for the eyes of this viewer. No statement."""
    return manages_all(viewer) or (
        card.agency_id is not None and card.agency_id == viewer.agency_id
    )


def import_for(import_id: UUID, viewer: Actor) -> ImportCard:
    """Return one checked file to whoever manages the directory, or its agency.

    Raises ImportUnknown. One statement.
    """
    card = import_card(import_id)
    if not is_for(card, viewer):
        raise ImportUnknown
    return card


def latest_imports(viewer: Actor, *, limit: int = 20) -> list[ImportCard]:
    """Return the files that were checked last, the newest first: all of them to who manages the
    directory, to others those of their agency. One statement.
    """
    rows = DirectoryImport.objects.order_by("-id")
    if not manages_all(viewer):
        rows = rows.filter(agency_id=viewer.own_agency)
    return [_card(row) for row in rows[:limit]]


def manages_all(actor: Actor) -> bool:
    """Say whether an actor manages the directory of the whole installation. No statement."""
    return actor.kind == ActorKind.INSTALLATION or "directory.manage" in actor.rights


def import_lines(
    import_id: UUID, *, outcome: Outcome | None = None, after: int = -1, limit: int = PAGE
) -> list[ImportLineCard]:
    """Return the lines of a checked file behind a position, in the order of the file."""
    rows = ImportLine.objects.filter(checked_id=import_id, position__gt=after)
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    return [_line(row) for row in rows.order_by("position")[:limit]]


def every_import_line(import_id: UUID, table: Table) -> Iterator[ImportLineCard]:
    """Yield the lines of one table of a checked file, some hundred in memory at a time."""
    rows = ImportLine.objects.filter(checked_id=import_id, table=table).order_by("position")
    for row in rows.iterator(chunk_size=500):
        yield _line(row)


def _card(row: DirectoryImport) -> ImportCard:
    return ImportCard(
        id=row.pk,
        file_name=row.file_name,
        file_digest=row.file_digest,
        state=ImportState(row.state),
        counts=row.counts,
        agency_id=row.agency_id,
        checked_by=row.checked_by,
        checked_at=row.checked_at,
        applied_by=row.applied_by,
        applied_at=row.applied_at,
    )


def _line(row: ImportLine) -> ImportLineCard:
    return ImportLineCard(
        position=row.position,
        table=Table(row.table),
        line=row.line,
        outcome=Outcome(row.outcome),
        label=row.label,
        texts=row.texts,
        changes={name: (pair[0], pair[1]) for name, pair in row.changes.items()},
        findings=tuple(LineFinding(f["code"], f["column"], f["facts"]) for f in row.findings),
    )
