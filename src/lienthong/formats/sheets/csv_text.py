"""Reading .csv as people's programs write it: several encodings, several separators."""

import csv
import io
from typing import BinaryIO

from lienthong.formats.sheets.errors import TableEncoding, TableUnreadable
from lienthong.formats.sheets.sizes import file_too_large, require_cells
from lienthong.formats.sheets.types import CellProblem, Limits, Row, Sheet
from lienthong.kernel.text import clean_line, nfc

_SEPARATORS = ";\t,"
_SAMPLE = 4_096
# Letters that Vietnamese has and a text read in a wrong eight-bit encoding does not.
_VIETNAMESE = frozenset("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


def read_csv(file: BinaryIO, *, name: str = "", limits: Limits | None = None) -> Sheet:
    """Return the one table of a .csv file.

    UTF-8 with or without mark, UTF-16 with or without mark, Windows-1258; comma, semicolon or tab,
    whichever the first line has most of. Empty lines are left out and still counted.
    Raises TableEncoding, TableTooLarge, TableUnreadable.
    """
    limits = limits or Limits()
    content = file.read(limits.file + 1)
    if len(content) > limits.file:
        raise file_too_large(limits)
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(reader.line_num, cells, limits))
            require_cells(rows=len(rows), columns=len(cells), limits=limits)
    except csv.Error as error:
        raise TableUnreadable from error
    return Sheet(name, tuple(rows))


def _row(number: int, cells: list[str], limits: Limits) -> Row:
    long = {n: CellProblem.TOO_LONG for n, cell in enumerate(cells) if len(cell) > limits.cell}
    return Row(number, tuple(clean_line(cell[: limits.cell]) for cell in cells), long)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    if b"\x00" in content[:_SAMPLE]:
        # Every second byte of Latin letters in UTF-16 is zero: which of the two tells the order.
        little = content[1:_SAMPLE:2].count(0) >= content[0:_SAMPLE:2].count(0)
        return _strictly(content, "utf-16-le" if little else "utf-16-be")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableEncoding from error
    if "\x00" in text:
        raise TableEncoding
    return text


def _windows(content: bytes) -> str:
    """Windows-1258 writes tones as marks of their own; text of another table is not Vietnamese."""
    text = nfc(_strictly(content, "cp1258"))
    foreign = [c for c in text.casefold() if ord(c) > 127]
    known = sum(c in _VIETNAMESE or c in "àáãèéìíòóõùúý" for c in foreign)
    if not foreign or known < 0.9 * len(foreign):
        raise TableEncoding
    return text


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)
