"""The list of files of a year (danh mục hồ sơ), for the head to issue."""

from collections.abc import Iterator
from io import BytesIO

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.casefiles import errors, queries
from lienthong.casefiles.types import CaseFileCard
from lienthong.casefiles.web.taken import columns, counted_words, pdf_answer, xlsx_answer
from lienthong.directory import queries as directory
from lienthong.formats.sheets.write import SheetToWrite, write_workbook
from lienthong.printing.case_files import MOST_LINES, print_list
from lienthong.printing.types import ListForm

_WIDTHS = (14, 44, 12, 18, 12)


@require_safe
def year_pdf(request: StaffRequest, year: int) -> HttpResponse:
    """The list as the law has it on paper, files under their headings; at most 500 lines."""
    files = _files(request, year)
    with translation.override("vi"):
        rows = list(_under_headings(files))
        if len(rows) > MOST_LINES:
            raise errors.ListTooLong(count=len(rows), most=MOST_LINES)
        pdf = print_list(_form(request, year, files), rows)
    return pdf_answer(request, pdf, name=_name(year), reference=_name(year))


@require_safe
def year_xlsx(request: StaffRequest, year: int) -> HttpResponse:
    """The same as a sheet of any length, the heading in a column of its own."""
    files = _files(request, year)
    names = [
        _("Đề mục"),
        _("Số và ký hiệu"),
        _("Tiêu đề hồ sơ"),
        _("Thời hạn bảo quản"),
        _("Người lập và giữ hồ sơ"),
        _("Ghi chú"),
    ]
    target = BytesIO()
    rows = ((card.facts.heading, *_row(card)) for card in files)
    sheet = SheetToWrite(_("Danh mục hồ sơ"), names, rows, widths=(30, 16, 60, 16, 36, 30))
    write_workbook(target, [sheet])
    return xlsx_answer(request, target.getvalue(), name=_name(year), reference=_name(year))


def _files(request: StaffRequest, year: int) -> list[CaseFileCard]:
    access.require(request.actor, "casefiles.keep")
    return queries.list_of_year(year, agency_id=request.actor.own_agency)


def _name(year: int) -> str:
    return f"danh-muc-ho-so-{year}"


def _under_headings(files: list[CaseFileCard]) -> Iterator[tuple[str, ...]]:
    heading = ""
    for card in files:
        if card.facts.heading != heading:
            heading = card.facts.heading
            yield ("", heading.upper(), "", "", "")
        yield _row(card)


def _row(card: CaseFileCard) -> tuple[str, ...]:
    keeper = ", ".join(part for part in (card.keeper_name, card.unit_name) if part)
    facts = card.facts
    return facts.notation, facts.title, _(facts.retention.label), keeper, facts.note


def _form(request: StaffRequest, year: int, files: list[CaseFileCard]) -> ListForm:
    agency = directory.agency(request.actor.own_agency)
    names = [
        _("Số và ký hiệu hồ sơ"),
        _("Tên đề mục và tiêu đề hồ sơ"),
        _("Thời hạn bảo quản"),
        _("Người lập hồ sơ"),
        _("Ghi chú"),
    ]
    told = {"agency": agency.name, "year": year}
    return ListForm(
        title=_("DANH MỤC HỒ SƠ NĂM %(year)s") % told,
        agency=agency.name,
        has_motto=True,
        columns=columns(names, _WIDTHS),
        opening=(
            _("Ban hành kèm theo Quyết định số ……… ngày … tháng … năm …… của %(agency)s.") % told,
        ),
        closing=(_("Bản danh mục hồ sơ này có %(files)s.") % {"files": counted_words(files)},),
        signers=("", _("Người đứng đầu cơ quan")),
    )
