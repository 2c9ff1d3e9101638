"""Reading .xlsx: values as people see them, never computed, never more than the limits."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from lienthong.formats.sheets.errors import TableHides, TableUnreadable
from lienthong.formats.sheets.packing import check_packing
from lienthong.formats.sheets.sizes import require_cells, require_sheets
from lienthong.formats.sheets.types import CellProblem, Limits, Row, Sheet
from lienthong.kernel.text import clean_line

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:]{1,40})"')
_BROKEN = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    SyntaxError,  # what is no XML, with either of the parsers that openpyxl may use
    zlib.error,
    zipfile.BadZipFile,
    EOFError,
    OSError,
)
_PIECE = 1024 * 1024
_MOST_NAMED = 20


def read_workbook(file: BinaryIO, *, limits: Limits | None = None) -> list[Sheet]:
    """Return every sheet of a workbook, rows without any text left out and still counted.

    A formula is a problem of its cell: its last result may be of another day. Days are told from
    numbers by the format of their cell. file: seekable.
    Raises TableHasCode, TableHides, TableTooLarge, TableUnreadable.
    """
    import openpyxl  # noqa: PLC0415  # 8 MB of every process, for the few tables that come
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    limits = limits or Limits()
    check_packing(file, limits)
    try:
        merged = _merged_ranges(file)
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
        try:
            return _sheets(book, merged, limits)
        finally:
            book.close()
    except (*_BROKEN, InvalidFileException) as error:
        raise TableUnreadable from error


def _sheets(book: Any, merged: dict[str, tuple[str, ...]], limits: Limits) -> list[Sheet]:
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    if hidden:
        raise TableHides(names=", ".join(hidden[:_MOST_NAMED]))
    require_sheets(len(book.worksheets), limits)
    return [
        Sheet(
            clean_line(sheet.title),
            tuple(_rows(sheet, limits)),
            merged.get(sheet._worksheet_path.lstrip("/"), ()),
        )
        for sheet in book.worksheets
    ]


def _rows(sheet: Any, limits: Limits) -> Iterator[Row]:
    count = 0
    # What a sheet says of its own dimensions may be wrong; rows are read until there is no more.
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_col=limits.columns + 1):
        texts = [_text(cell.value) for cell in cells]
        if not any(texts):
            continue
        count += 1
        columns = len(texts) if any(texts[limits.columns :]) else limits.columns
        require_cells(rows=count, columns=columns, limits=limits)
        number = next(cell.row for cell in cells if cell.value is not None)
        problems = {n: found for n, cell in enumerate(cells) if (found := _problem(cell, limits))}
        while texts and not texts[-1]:
            texts.pop()
        yield Row(number, tuple(text[: limits.cell] for text in texts), problems)


def _problem(cell: Any, limits: Limits) -> CellProblem | None:
    if cell.data_type == "f":
        return CellProblem.FORMULA
    if cell.data_type == "e":
        return CellProblem.ERROR
    if isinstance(cell.value, str) and len(cell.value) > limits.cell:
        return CellProblem.TOO_LONG
    return None


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case time():
            return f"{value:%H:%M}"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return clean_line(str(value))


def _merged_ranges(file: BinaryIO) -> dict[str, tuple[str, ...]]:
    """Return merged cells by the part of their sheet; a stream of cells does not show them."""
    found: dict[str, tuple[str, ...]] = {}
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            if not name.startswith("xl/worksheets/"):
                continue
            ranges: dict[bytes, None] = {}
            before = b""
            with package.open(name) as part:
                while len(ranges) < _MOST_NAMED and (piece := part.read(_PIECE)):
                    ranges.update(dict.fromkeys(_MERGED.findall(before + piece)))
                    before = piece[-200:]
            if ranges:
                found[name] = tuple(r.decode("ascii") for r in list(ranges)[:_MOST_NAMED])
    file.seek(0)
    return found
