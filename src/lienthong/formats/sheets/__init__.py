"""Tables that people keep in .xlsx and .csv: bytes to rows of text, and rows to a workbook."""

from lienthong.formats.sheets.csv_text import read_csv
from lienthong.formats.sheets.types import Limits, Row, Sheet
from lienthong.formats.sheets.workbook import read_workbook
from lienthong.formats.sheets.write import SheetToWrite, write_workbook

__all__ = [
    "Limits",
    "Row",
    "Sheet",
    "SheetToWrite",
    "read_csv",
    "read_workbook",
    "write_workbook",
]
