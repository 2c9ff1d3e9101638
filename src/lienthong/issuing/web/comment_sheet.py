"""The summary of comments as a spreadsheet: who said what, and what became of it."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from lienthong.issuing.types import (
    CommentCard,
    Consultation,
    ConsultedAgency,
    DraftComments,
    Treatment,
)

_WIDTHS = (6, 36, 26, 60, 16, 60)
# What a spreadsheet program would take for a formula; written as text all the same.
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False}


def summary_sheet(consultations: Sequence[Consultation], comments: DraftComments) -> BinaryIO:
    """Return the summary as an xlsx file, open at its beginning; the caller closes it.

    Agencies first, letter by letter, also those that are silent; then colleagues.
    """
    import xlsxwriter  # noqa: PLC0415  # 3 MB of every process, for who wants a sheet

    file = tempfile.TemporaryFile()  # noqa: SIM115  # the caller sends it and closes it
    book = xlsxwriter.Workbook(file, _OPTIONS)
    sheet = book.add_worksheet(_("Tổng hợp góp ý"))
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    for column, name in enumerate(_headings()):
        sheet.write_string(0, column, name, bold)
    for line, cells in enumerate(_lines(consultations, comments), start=1):
        sheet.write_number(line, 0, line, wrapped)
        for column, text in enumerate(cells, start=1):
            sheet.write_string(line, column, text, wrapped)
    sheet.freeze_panes(1, 0)
    book.close()
    file.seek(0)
    return cast("BinaryIO", file)


def _headings() -> list[str]:
    return [
        _("STT"),
        _("Nơi góp ý"),
        _("Văn bản góp ý"),
        _("Nội dung góp ý"),
        _("Tiếp thu"),
        _("Giải trình"),
    ]


def _lines(
    consultations: Sequence[Consultation], comments: DraftComments
) -> Iterator[tuple[str, ...]]:
    for one in consultations:
        for agency in one.agencies:
            yield _of_agency(agency)
    for file in reversed(comments.files):
        for said in file.comments:
            yield _of_colleague(said)


def _of_agency(agency: ConsultedAgency) -> tuple[str, ...]:
    noted = agency.comment
    answers = "; ".join(f"{one.reference} ({one.issued_on:%d/%m/%Y})" for one in agency.answers)
    if noted is None:
        silent = _("Chưa trả lời") if not agency.answers else ""
        return agency.name, answers, silent, "", ""
    text = _("Đồng ý, không góp ý.") if noted.agrees else noted.text
    return agency.name, answers, text, _treated(noted.treatment), noted.explanation


def _of_colleague(said: CommentCard) -> tuple[str, ...]:
    text = _("Đồng ý, không góp ý.") if said.agrees else said.text
    if said.file is not None:
        text = f"{text}\n[{said.file.name}]".strip()
    who = f"{said.title} {said.said_by}".strip()
    return who, "", text, _treated(said.treatment), said.explanation


def _treated(treatment: Treatment | None) -> str:
    return _(treatment.label) if treatment else ""
