"""Lists as spreadsheets: written to disk row by row, so that memory does not grow with them."""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast
from uuid import UUID

from django.utils.translation import gettext as _

from lienthong.documents import queries as documents
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import VIETNAM, local_day
from lienthong.registers import queries
from lienthong.registers.types import IncomingFilter, IncomingRow

MOST_ROWS = 20_000
_CHUNK = 500
_WIDTHS = (8, 18, 28, 22, 12, 60, 24, 12, 16)
# What a spreadsheet program would take for a formula; written as text all the same.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def incoming_sheet(*, actor: Actor, wanted: IncomingFilter, now: datetime) -> BinaryIO:
    """Return the filtered list as an xlsx file, open at its beginning; the caller closes it.

    At most 20,000 lines, the newest first; one statement for every 500.
    """
    import xlsxwriter  # noqa: PLC0415  # 3 MB of every process, for who wants a sheet

    file = tempfile.TemporaryFile()  # noqa: SIM115  # the caller sends it and closes it
    book = xlsxwriter.Workbook(file, _OPTIONS)
    sheet = book.add_worksheet(_("Văn bản đến"))
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for column, name in enumerate(_headings()):
        sheet.write_string(0, column, name, bold)
    for line, row in enumerate(_rows(actor, wanted, now), start=1):
        for column, text in enumerate(_cells(row)):
            sheet.write_string(line, column, text)
    sheet.freeze_panes(1, 0)
    book.close()
    file.seek(0)
    return cast("BinaryIO", file)


def _rows(actor: Actor, wanted: IncomingFilter, now: datetime) -> Iterator[IncomingRow]:
    before: UUID | None = None
    for _chunk in range(MOST_ROWS // _CHUNK):
        rows = queries.find_incoming(
            viewer=documents.viewer_of(actor),
            post_id=actor.post_id,
            wanted=wanted,
            today=local_day(now),
            before=before,
            limit=_CHUNK,
        )
        yield from rows
        if len(rows) < _CHUNK:
            return
        before = rows[-1].entry_id


def _headings() -> list[str]:
    return [
        _("Số đến"),
        _("Ngày đến"),
        _("Cơ quan ban hành"),
        _("Số, ký hiệu"),
        _("Ngày văn bản"),
        _("Trích yếu"),
        _("Chủ trì"),
        _("Hạn"),
        _("Trạng thái"),
    ]


def _cells(row: IncomingRow) -> list[str]:
    return [
        str(row.number),
        f"{row.entered_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
        row.author,
        row.reference_code,
        f"{row.document_on:%d/%m/%Y}",
        row.subject,
        row.lead_name,
        f"{row.due_on:%d/%m/%Y}" if row.due_on else "",
        _(row.state.label),
    ]
