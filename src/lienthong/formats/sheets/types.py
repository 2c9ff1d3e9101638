"""Tables as plain values, and how much of one is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CellProblem(StrEnum):
    """Why a cell has no text that can be relied on."""

    FORMULA = "formula"
    ERROR = "error"  # #N/A, #REF!
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one file; what goes past it is refused as a whole.

    file, unpacked: bytes; cell: characters; rows and columns are those of one sheet.
    """

    file: int = 10 * 1024 * 1024
    unpacked: int = 150 * 1024 * 1024
    parts: int = 500
    sheets: int = 10
    rows: int = 50_000
    columns: int = 40
    cell: int = 2_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its number as people count it (from 1), clean texts, and what is wrong by column.

    Days of a workbook come as "dd/mm/yyyy"; whole numbers without ".0".
    """

    number: int
    cells: tuple[str, ...]
    problems: Mapping[int, CellProblem] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named table; the first row holds the headings. merged: ranges of cells drawn as one."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[str, ...] = ()
