"""Lists on paper and as sheets: the documents of a file, and the minutes of a deposit."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import ReadingWay, StaffRequest
from lienthong.casefiles import errors, queries
from lienthong.casefiles.types import (
    CaseFileCard,
    CaseFileFilter,
    CaseFileTab,
    DepositCard,
    FiledLine,
)
from lienthong.casefiles.web.kept import shown
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.formats.sheets.write import SheetToWrite, write_workbook
from lienthong.kernel import clock
from lienthong.printing.case_files import MOST_LINES, print_list
from lienthong.printing.types import ListColumn, ListForm

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Files of a sheet.
_MOST_FILES = 10_000
_WIDTHS = (5, 12, 10, 20, 33, 8, 12)


@require_safe
def list_pdf(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """The list of a file's documents (mục lục văn bản) as PDF, for files of at most 500."""
    card = shown(request, case_file_id)
    if card.count > MOST_LINES:
        raise errors.ListTooLong(count=card.count, most=MOST_LINES)
    with translation.override("vi"):  # what is signed is in the language of the law
        pdf = print_list(_list_form(card), _rows(request, card))
    return _answer(request, pdf, card.facts.notation, "pdf")


@require_safe
def list_xlsx(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """The same list as a sheet, of any length."""
    card = shown(request, case_file_id)
    target = BytesIO()
    sheet = SheetToWrite(
        _("Mục lục văn bản"), _headings(), _rows(request, card), widths=(6, 14, 22, 30, 60, 10, 30)
    )
    write_workbook(target, [sheet])
    return _answer(request, target.getvalue(), card.facts.notation, "xlsx")


@require_safe
def year_xlsx(request: StaffRequest, year: int) -> HttpResponse:
    """The list of files of a year (danh mục hồ sơ) as a sheet, for the head to issue."""
    access.require(request.actor, "casefiles.keep")
    found = queries.find_files(
        CaseFileFilter(CaseFileTab.ALL, year=year),
        actor=request.actor,
        today=clock.local_day(clock.now()),
        limit=_MOST_FILES,
    )
    rows = (_listed_row(card) for card in found if card.is_listed)
    names = [
        _("Đề mục"),
        _("Số và ký hiệu"),
        _("Tiêu đề hồ sơ"),
        _("Thời hạn bảo quản"),
        _("Người lập và giữ hồ sơ"),
        _("Ghi chú"),
    ]
    target = BytesIO()
    sheet = SheetToWrite(_("Danh mục hồ sơ"), names, rows, widths=(30, 16, 60, 16, 36, 30))
    write_workbook(target, [sheet])
    answer = HttpResponse(target.getvalue(), content_type=_XLSX)
    answer["Content-Disposition"] = f'attachment; filename="danh-muc-ho-so-{year}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _listed_row(card: CaseFileCard) -> tuple[str, ...]:
    """The columns of the law (Decree 30/2020/NĐ-CP, Appendix V)."""
    keeper = ", ".join(part for part in (card.keeper_name, card.unit_name) if part)
    facts = card.facts
    told = (facts.heading, facts.notation, facts.title)
    return (*told, _(facts.retention.label), keeper, facts.note)


@require_safe
def minutes_pdf(request: StaffRequest, deposit_id: UUID) -> HttpResponse:
    """The minutes of a deposit with the list of its files (biên bản giao nhận, mục lục hồ sơ)."""
    access.require(request.actor, "casefiles.keep")
    agency_id = request.actor.own_agency
    card = queries.deposit_card(deposit_id, agency_id=agency_id)
    files = queries.deposited(deposit_id, agency_id=agency_id)
    with translation.override("vi"):
        pdf = print_list(_minutes_form(card, files), _file_rows(files))
    return _answer(request, pdf, files[0].facts.notation, "pdf")


def _answer(request: StaffRequest, content: bytes, reference: str, kind: str) -> HttpResponse:
    """A list to take away, which is noted as read."""
    way = ReadingWay.PRINT if kind == "pdf" else ReadingWay.FILE
    access.note_reading(access.Read(way, reference=reference), actor=request.actor, now=clock.now())
    media_type = "application/pdf" if kind == "pdf" else _XLSX
    answer = HttpResponse(content, content_type=media_type)
    disposition = "inline" if kind == "pdf" else "attachment"
    answer["Content-Disposition"] = f'{disposition}; filename="muc-luc.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _headings() -> list[str]:
    return [
        _("STT"),
        _("Ngày văn bản"),
        _("Số, ký hiệu"),
        _("Tác giả"),
        _("Tên loại và trích yếu"),
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
    pages = str(version.page_count or "")
    day = f"{version.issued_on:%d/%m/%Y}"
    return (
        str(line.position),
        day,
        version.reference_code,
        version.issuer_name,
        words,
        pages,
        "",
    )


def _columns(names: list[str], widths: tuple[int, ...]) -> tuple[ListColumn, ...]:
    return tuple(ListColumn(name, width) for name, width in zip(names, widths, strict=True))


def _list_form(card: CaseFileCard) -> ListForm:
    agency = directory.agency(card.agency_id)
    closing = [_("Mục lục này có %(n)s văn bản.") % {"n": card.count}]
    if card.ended_on is None:
        closing.append(_("Hồ sơ chưa kết thúc; mục lục còn thay đổi."))
    else:
        told = {"day": _written(card.ended_on), "who": card.closed_by, "digest": card.list_digest}
        closing.append(
            _("Công việc kết thúc ngày %(day)s; %(who)s kết thúc hồ sơ. SHA-256: %(digest)s") % told
        )
    return ListForm(
        title=_("MỤC LỤC VĂN BẢN TRONG HỒ SƠ"),
        agency=agency.name,
        columns=_columns(_headings(), _WIDTHS),
        opening=(
            _("Mã hồ sơ: %(code)s") % {"code": card.code},
            _("Tiêu đề hồ sơ: %(title)s") % {"title": card.facts.title},
            _("Thời hạn bảo quản: %(words)s") % {"words": _(card.facts.retention.label)},
        ),
        closing=tuple(closing),
        signers=(_("Người lập hồ sơ"),),
    )


def _minutes_form(card: DepositCard, files: list[CaseFileCard]) -> ListForm:
    agency = directory.agency(card.agency_id)
    offerer = ", ".join(part for part in (card.offered_by, card.unit_name) if part)
    told = {"files": len(files), "documents": sum(one.count for one in files)}
    opening = [
        _("Căn cứ Nghị định số 30/2020/NĐ-CP, Điều 30; danh mục hồ sơ của cơ quan."),
        _("Bên giao: %(who)s") % {"who": offerer},
        _("Bên nhận: %(who)s") % {"who": card.answered_by or _("lưu trữ cơ quan")},
        _("Khối tài liệu: %(note)s") % {"note": card.note or _("theo danh sách dưới đây")},
        _("Số lượng: %(files)s hồ sơ điện tử, %(documents)s văn bản.") % told,
    ]
    closing = (
        _("Hồ sơ giao nhận trên hệ thống; SHA-256 là của mục lục văn bản từng hồ sơ."),
        _("Đề nghị nộp lưu lúc %(at)s. %(state)s.")
        % {"at": _moment(card.offered_at), "state": _state_words(card)},
    )
    names = [
        _("STT"),
        _("Số và ký hiệu"),
        _("Tiêu đề hồ sơ"),
        _("Thời gian tài liệu"),
        _("Thời hạn bảo quản"),
        _("Số văn bản"),
        _("Mục lục, SHA-256"),
    ]
    return ListForm(
        title=_("BIÊN BẢN GIAO NHẬN VÀ MỤC LỤC HỒ SƠ NỘP LƯU"),
        agency=agency.name,
        columns=_columns(names, (5, 13, 32, 13, 10, 7, 20)),
        opening=tuple(opening),
        closing=closing,
        signers=(_("Đại diện bên giao"), _("Đại diện bên nhận")),
    )


def _state_words(card: DepositCard) -> str:
    if card.answered_at is None:
        return _("Lưu trữ cơ quan chưa nhận")
    told = {"state": _(card.state.label), "at": _moment(card.answered_at), "who": card.answered_by}
    return _("%(state)s lúc %(at)s, %(who)s") % told


def _file_rows(files: list[CaseFileCard]) -> Iterator[tuple[str, ...]]:
    for position, card in enumerate(files, start=1):
        first, last = card.facts.started_on, card.ended_on
        yield (
            str(position),
            f"{card.facts.notation} ({card.facts.year})",
            card.facts.title,
            " – ".join(_written(day) for day in (first, last) if day),
            _(card.facts.retention.label),
            str(card.count),
            card.list_digest,
        )


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
