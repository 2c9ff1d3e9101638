"""Tables as people's programs write them; whatever is no table is refused with a reason."""

from io import BytesIO

import pytest

from lienthong.formats.sheets import Limits, read_csv
from lienthong.formats.sheets.errors import TableEncoding, TableTooLarge, TableUnreadable

TEXT = "Họ và tên;Mã cơ quan\nNguyễn Văn An;H19.1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_is_read_in_every_encoding_that_spreadsheets_write(encoding):
    sheet = read_csv(BytesIO(TEXT.encode(encoding)))

    assert [row.cells for row in sheet.rows] == [
        ("Họ và tên", "Mã cơ quan"),
        ("Nguyễn Văn An", "H19.1"),
    ]


def test_windows_1258_is_read_and_its_loose_tones_are_joined():
    # Windows-1258 has "ê" and the tone apart for "ễ", and "ã" as two as well.
    written = TEXT.replace("ọ", "o\u0323").replace("ễ", "ê\u0303").replace("ã", "a\u0303")
    sheet = read_csv(BytesIO(written.encode("cp1258")))

    assert sheet.rows[1].cells == ("Nguyễn Văn An", "H19.1")


def test_text_of_an_old_font_encoding_is_refused_not_guessed():
    tcvn3 = "Hä vµ tªn;M· c¬ quan\nNguyÔn V¨n An;H19.1\n".encode("latin-1")

    with pytest.raises(TableEncoding):
        read_csv(BytesIO(tcvn3))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_told_from_the_first_line(separator):
    sheet = read_csv(BytesIO(TEXT.replace(";", separator).encode()))

    assert sheet.rows[1].cells == ("Nguyễn Văn An", "H19.1")


def test_lines_are_counted_as_people_count_them():
    sheet = read_csv(BytesIO(b"a;b\n\n;\n1;2\n"))

    assert [row.number for row in sheet.rows] == [1, 4]


def test_a_line_break_inside_quotes_belongs_to_its_cell():
    sheet = read_csv(BytesIO(b'a;b\n"x\ny";2\n'))

    assert sheet.rows[1].cells == ("x y", "2")


@pytest.mark.parametrize("content", [b'a;b\n"x;2\n', b'a;b\n"x"y;2\n'])
def test_broken_quotes_are_refused(content):
    with pytest.raises(TableUnreadable):
        read_csv(BytesIO(content))


def test_no_more_is_read_than_the_limits_say():
    many = b"a;b\n" + b"1;2\n" * 1_100

    assert said_of(many, Limits(rows=1_000)) == "Bảng quá lớn: số dòng vượt 1.000."
    assert said_of(many, Limits(file=20)) == "Bảng quá lớn: dung lượng tệp vượt 1 MB."
    assert said_of(b"a;" * 50, Limits(columns=10)) == "Bảng quá lớn: số cột vượt 10."


def said_of(content: bytes, limits: Limits) -> str:
    """What the refusal of a table says that is too large."""
    with pytest.raises(TableTooLarge) as refused:
        read_csv(BytesIO(content), limits=limits)
    return refused.value.sentence % refused.value.facts
