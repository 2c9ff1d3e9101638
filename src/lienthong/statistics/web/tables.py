"""The summary as tables to take away: .xlsx and CSV, in the columns of table 1."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

from django.utils.translation import gettext as _

from lienthong.formats.sheets.write import SheetToWrite, write_workbook
from lienthong.statistics.types import ClosingCard
from lienthong.statistics.web.summary import SummaryLine

_WIDTHS = (6, 40, 20, 12, 14, 12, 12, 12, 14, 12, 14, 30)
# Spreadsheet programs take text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def workbook_of(closing: ClosingCard, lines: Iterable[SummaryLine]) -> bytes:
    """Return the table as .xlsx; every cell is text."""
    target = BytesIO()
    name = _("Tháng %(month)s") % {"month": closing.period.name.replace("/", "-")}
    sheet = SheetToWrite(name, _headings(), _rows(lines), widths=_WIDTHS)
    write_workbook(target, [sheet])
    return target.getvalue()


def csv_of(lines: Iterable[SummaryLine]) -> bytes:
    """Return the table as CSV, in UTF-8 with its mark, as spreadsheet programs expect it here."""
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow(_headings())
    writer.writerows([_harmless(cell) for cell in row] for row in _rows(lines))
    return target.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _headings() -> list[str]:
    return [
        _("STT"),
        _("Đơn vị"),
        _("Mã định danh"),
        _("Tổng số văn bản đi"),
        _("Gửi điện tử"),
        _("Ký số đủ"),
        _("Tỷ lệ gửi được tính"),
        _("Tỷ lệ gửi thực tế"),
        _("Tổng số văn bản đến"),
        _("Nhận điện tử"),
        _("Tỷ lệ nhận"),
        _("Ghi chú"),
    ]


def _rows(lines: Iterable[SummaryLine]) -> Iterator[list[str]]:
    for line in lines:
        yield [
            str(line.rank),
            line.one.agency_name,
            line.one.agency_code,
            line.outgoing,
            line.outgoing_electronic,
            line.signed,
            line.counted,
            line.real,
            line.incoming,
            line.incoming_electronic,
            line.incoming_share,
            line.note,
        ]
