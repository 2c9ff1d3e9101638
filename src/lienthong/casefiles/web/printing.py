"""The list of a file's documents (mục lục văn bản), on paper and as a sheet."""

from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.casefiles import errors, queries
from lienthong.casefiles.types import CaseFileCard, FiledLine
from lienthong.casefiles.web.kept import shown
from lienthong.casefiles.web.taken import columns, written, xlsx_answer
from lienthong.casefiles.web.taken import pdf_answer as answer
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.formats.sheets.write import SheetToWrite, write_workbook
from lienthong.printing.case_files import MOST_LINES, print_list
from lienthong.printing.types import ListForm

_WIDTHS = (5, 17, 10, 33, 18, 7, 10)
_SHEET_WIDTHS = (6, 22, 14, 60, 30, 10, 30)


@require_safe
def list_pdf(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """The list of a file's documents as PDF, for files of at most 500."""
    card = shown(request, case_file_id)
    if card.count > MOST_LINES:
        raise errors.ListTooLong(count=card.count, most=MOST_LINES)
    with translation.override("vi"):  # what is signed is in the language of the law
        pdf = print_list(_form(card), _rows(request, card))
    return answer(request, pdf, name="muc-luc-van-ban", reference=card.facts.notation)


@require_safe
def list_xlsx(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """The same list as a sheet, of any length."""
    card = shown(request, case_file_id)
    target = BytesIO()
    rows = _rows(request, card)
    sheet = SheetToWrite(_("Mục lục văn bản"), _headings(), rows, widths=_SHEET_WIDTHS)
    write_workbook(target, [sheet])
    return xlsx_answer(
        request, target.getvalue(), name="muc-luc-van-ban", reference=card.facts.notation
    )


def _headings() -> list[str]:
    """The columns of the law, in its order (Decree 30/2020/NĐ-CP, Appendix V)."""
    return [
        _("STT"),
        _("Số, ký hiệu văn bản"),
        _("Ngày tháng văn bản"),
        _("Tên loại và trích yếu nội dung văn bản"),
        _("Tác giả văn bản"),
        _("Số trang"),
        _("Ghi chú"),
    ]


def _rows(request: StaffRequest, card: CaseFileCard) -> Iterator[tuple[str, ...]]:
    viewer = documents.viewer_of(request.actor)
    return map(_row, queries.all_lines(card.id, viewer=viewer))


def _row(line: FiledLine) -> tuple[str, ...]:
    version = line.version
    if version is None:
        return (str(line.position), "", "", "", "", "", _("người in không được xem"))
    words = f"{version.kind_name}. {version.subject}" if version.kind_name else version.subject
    return (
        str(line.position),
        version.reference_code,
        written(version.issued_on),
        words,
        version.issuer_name,
        str(version.page_count or ""),
        _("đã thu hồi") if line.is_recalled else "",
    )


def _form(card: CaseFileCard) -> ListForm:
    agency = directory.agency(card.agency_id)
    closing = [_("Mục lục này có %(n)s văn bản.") % {"n": card.count}]
    if card.ended_on is None:
        closing.append(_("Hồ sơ chưa kết thúc; mục lục còn thay đổi."))
    else:
        told = {"day": written(card.ended_on), "who": card.closed_by, "digest": card.list_digest}
        closing.append(
            _("Công việc kết thúc ngày %(day)s; %(who)s kết thúc hồ sơ. SHA-256: %(digest)s") % told
        )
    return ListForm(
        title=_("MỤC LỤC VĂN BẢN, TÀI LIỆU TRONG HỒ SƠ"),
        agency=agency.name,
        columns=columns(_headings(), _WIDTHS),
        opening=(
            _("Mã hồ sơ: %(code)s") % {"code": card.code},
            _("Tiêu đề hồ sơ: %(title)s") % {"title": card.facts.title},
            _("Thời hạn bảo quản: %(words)s") % {"words": _(card.facts.retention.label)},
        ),
        closing=tuple(closing),
        signers=(_("Người lập hồ sơ"),),
    )
