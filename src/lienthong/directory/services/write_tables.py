"""Writing workbooks: the empty form, the directory as it stands, a checked file with findings."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.directory.queries.export import export_rows
from lienthong.directory.queries.imports import ImportLineCard, every_import_line, import_card
from lienthong.directory.rules.import_columns import (
    FINDINGS_HEADING,
    SHAPES,
    Kind,
    Shape,
    Table,
)
from lienthong.formats.sheets import SheetToWrite, write_workbook

_HELP = "Hướng dẫn"


def write_template(target: BinaryIO) -> None:
    """Write the empty form: three tables with drop-downs, and a sheet that explains each column."""
    sheets = [_sheet(shape, ()) for shape in SHAPES.values()]
    write_workbook(target, [*sheets, _explanations()])


def write_directory(target: BinaryIO) -> None:
    """Write the whole directory in the form in which it is brought in."""
    write_workbook(target, (_sheet(SHAPES[table], export_rows(table)) for table in Table))


def write_findings(target: BinaryIO, *, import_id: UUID) -> None:
    """Write a checked file again, with a last column that says what to mend in each line.

    Raises ImportUnknown.
    """
    import_card(import_id)
    write_workbook(
        target,
        (
            _sheet(SHAPES[table], _with_findings(import_id, SHAPES[table]), FINDINGS_HEADING)
            for table in Table
        ),
    )


def told(line: ImportLineCard) -> list[str]:
    """Return what is wrong with a line as sentences: the column, what, and how to mend it."""
    sentences = []
    for finding in line.findings:
        facts = dict(finding.facts)
        said = f"{_(finding.sentence) % facts} {_(finding.next_step) % facts}"
        sentences.append(f"{finding.column}: {said}" if finding.column else said)
    return sentences


def _sheet(
    shape: Shape, rows: Sequence[Sequence[str]] | Iterator[Sequence[str]], *more: str
) -> SheetToWrite:
    columns = shape.columns
    return SheetToWrite(
        name=shape.title,
        headings=[*(column.heading for column in columns), *more],
        rows=rows,
        required=frozenset(n for n, column in enumerate(columns) if column.is_required),
        choices={
            n: list(column.choices)
            for n, column in enumerate(columns)
            if column.kind == Kind.CHOICE
        },
        widths=[*(column.width for column in columns), *(60 for _heading in more)],
    )


def _with_findings(import_id: UUID, shape: Shape) -> Iterator[Sequence[str]]:
    for line in every_import_line(import_id, shape.table):
        texts = [line.texts.get(column.name, "") for column in shape.columns]
        yield [*texts, " ".join(told(line))]


def _explanations() -> SheetToWrite:
    rows = [
        [
            shape.title,
            column.heading,
            "Bắt buộc" if column.is_required else "",
            column.hint,
            "; ".join(column.choices),
        ]
        for shape in SHAPES.values()
        for column in shape.columns
    ]
    rows.append(["", "", "", "Ô để trống giữ nguyên những gì danh bạ đang có.", ""])
    headings = ["Trang tính", "Cột", "Bắt buộc", "Cách điền", "Các giá trị"]
    return SheetToWrite(_HELP, headings, rows, widths=[18, 24, 12, 60, 60], is_text=True)
