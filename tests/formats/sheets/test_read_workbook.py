"""Workbooks: values are read, nothing is computed, and what hides or grows is refused."""

import zipfile
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.formats.sheets import Limits, SheetToWrite, read_workbook, write_workbook
from lienthong.formats.sheets.errors import (
    TableHasCode,
    TableHides,
    TableTooLarge,
    TableUnreadable,
)
from lienthong.formats.sheets.types import CellProblem


def a_book(*rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: openpyxl.Workbook) -> BytesIO:
    kept = BytesIO()
    book.save(kept)
    return kept


def with_part(file: BytesIO, name: str, content: bytes) -> BytesIO:
    """The same package with one part more, or another in its place."""
    made = BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return made


def test_days_and_numbers_are_read_as_people_see_them():
    book = a_book(["ngày", "số"], [date(2026, 7, 1), 5.0], [datetime(2026, 7, 2, 8), 1.5])  # noqa: DTZ001

    (sheet,) = read_workbook(saved(book))

    assert [row.cells for row in sheet.rows[1:]] == [("01/07/2026", "5"), ("02/07/2026", "1.5")]


def test_a_formula_is_told_with_its_cell_and_never_computed():
    (sheet,) = read_workbook(saved(a_book(["a", "b"], ["x", "=1+1"])))

    assert sheet.rows[1].problems == {1: CellProblem.FORMULA}


def test_empty_lines_keep_their_numbers():
    (sheet,) = read_workbook(saved(a_book(["a"], [None], ["x"])))

    assert [row.number for row in sheet.rows] == [1, 3]


def test_merged_cells_are_told():
    book = a_book(["a", "b"], ["x", "y"])
    book.active.merge_cells("A2:B2")

    (sheet,) = read_workbook(saved(book))

    assert sheet.merged == ("A2:B2",)


def test_a_hidden_sheet_is_refused():
    book = a_book(["a"])
    book.create_sheet("Giấu").sheet_state = "hidden"

    with pytest.raises(TableHides):
        read_workbook(saved(book))


def test_macros_are_refused():
    with pytest.raises(TableHasCode):
        read_workbook(with_part(saved(a_book(["a"])), "xl/vbaProject.bin", b"x"))


def test_a_zip_bomb_is_stopped_at_the_first_byte_too_many():
    bomb = with_part(saved(a_book(["a"])), "xl/media/zeros.xml", b"0" * 3_000_000)

    with pytest.raises(TableTooLarge) as refused:
        read_workbook(bomb, limits=Limits(unpacked=2_500_000))
    assert refused.value.facts == {"what": "dung lượng sau khi giải nén", "limit": "2 MB"}


def test_entities_are_refused_before_anything_is_parsed():
    content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'

    with pytest.raises(TableUnreadable):
        read_workbook(with_part(saved(a_book(["a"])), "xl/sharedStrings.xml", content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_declaration_in_a_sheet_of_any_name_is_refused(encoding):
    """The relationships of a package may call a sheet anything; the reader follows them."""
    content = '<!DOCTYPE x [<!ENTITY a "inner">]><worksheet>&a;</worksheet>'.encode(encoding)
    with pytest.raises(TableUnreadable):
        read_workbook(with_part(saved(a_book(["a"])), "xl/worksheets/sheet1.dat", content))


def test_pictures_and_settings_of_printers_are_no_obstacle():
    book = with_part(saved(a_book(["a"])), "xl/media/image1.png", b"\x89PNG\r\n<!DOCTYPE svg>")
    book = with_part(book, "xl/printerSettings/printerSettings1.bin", "In hai mặt".encode("utf-16"))
    (sheet,) = read_workbook(book)
    assert sheet.rows[0].cells == ("a",)


def test_no_more_rows_and_columns_are_read_than_the_limits_say():
    rows = [[str(n)] for n in range(12)]
    with pytest.raises(TableTooLarge):
        read_workbook(saved(a_book(*rows)), limits=Limits(rows=10))
    with pytest.raises(TableTooLarge):
        read_workbook(saved(a_book(["x"] * 12)), limits=Limits(columns=10))
    two = a_book(["a"])
    two.create_sheet("Trang hai")
    with pytest.raises(TableTooLarge) as refused:
        read_workbook(saved(two), limits=Limits(sheets=1))
    assert refused.value.facts == {"what": "số trang tính", "limit": 1}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 200, b"a;b"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(TableUnreadable):
        read_workbook(BytesIO(content))


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, 4_000), byte=st.integers(0, 255), cut=st.integers(0, 300))
def test_a_damaged_workbook_is_read_or_refused_and_never_breaks(at, byte, cut):
    content = bytearray(saved(a_book(["a", "b"], ["x", 1])).getvalue())
    content[at % len(content)] = byte
    file = BytesIO(bytes(content[: len(content) - cut]))
    # Whatever else is raised would be an error page instead of a sentence.
    with suppress(TableHasCode, TableHides, TableTooLarge, TableUnreadable):
        assert len(read_workbook(file)) <= 1


def test_what_is_written_comes_back_and_nothing_becomes_a_formula():
    target = BytesIO()
    rows = [["=HYPERLINK(1)", "Nguyễn Văn An"], ["@x", "0123"]]

    write_workbook(target, [SheetToWrite("Bảng", ["một", "hai"], rows, choices={1: ["Có"]})])

    (sheet,) = read_workbook(target)
    assert [list(row.cells) for row in sheet.rows[1:]] == rows
    assert not any(row.problems for row in sheet.rows)
