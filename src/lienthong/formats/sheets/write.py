"""Writing a workbook row by row: memory does not grow with the number of rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

_ROOM = 1_000  # rows under the last one that get drop-downs as well


@dataclass(frozen=True, slots=True)
class SheetToWrite:
    """A sheet with its headings, and its rows as they come.

    required: columns whose heading is marked; choices: what a column's drop-down offers;
    widths: in characters; is_text: explanations, wrapped, without filter.
    """

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str]]
    required: frozenset[int] = frozenset()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    widths: Sequence[int] = ()
    is_text: bool = False


def write_workbook(target: BinaryIO, sheets: Iterable[SheetToWrite]) -> None:
    """Write the sheets in their order; every cell is text, so nothing becomes a formula.

    Rows lie in temporary files until the end.
    """
    import xlsxwriter  # noqa: PLC0415  # 3 MB of every process, for the few that write tables

    book = xlsxwriter.Workbook(
        target,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    head = book.add_format({"bold": True, "bg_color": "#E6EEF8", "text_wrap": True, "border": 1})
    needed = book.add_format({"bold": True, "bg_color": "#FFF2CC", "text_wrap": True, "border": 1})
    text = book.add_format({"num_format": "@"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width, wrapped if sheet.is_text else text)
        page.freeze_panes(1, 0)
        for column, heading in enumerate(sheet.headings):
            page.write_string(0, column, heading, needed if column in sheet.required else head)
        last = 0
        for last, row in enumerate(sheet.rows, start=1):
            for column, cell in enumerate(row):
                if cell:
                    page.write_string(last, column, cell, wrapped if sheet.is_text else text)
        for column, choices in sheet.choices.items():
            options = {"validate": "list", "source": list(choices), "error_type": "warning"}
            page.data_validation(1, column, last + _ROOM, column, options)
    book.close()
