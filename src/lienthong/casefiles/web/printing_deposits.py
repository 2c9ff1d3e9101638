"""What two sides sign when files go to the agency's archive: the minutes, and the list of files."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.casefiles import queries
from lienthong.casefiles.types import CaseFileCard, DaysOfFiles, DepositCard
from lienthong.casefiles.web.taken import columns, counted_words, pdf_answer, written
from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.printing.case_files import print_list
from lienthong.printing.types import ListForm

_WIDTHS = (5, 12, 30, 14, 9, 7, 7, 16)


@require_safe
def minutes_pdf(request: StaffRequest, deposit_id: UUID) -> HttpResponse:
    """The minutes of handing over (biên bản giao nhận), two copies of which are signed."""
    card, files, days = _deposit(request, deposit_id)
    with translation.override("vi"):
        pdf = print_list(_minutes(card, files, days), ())
    return pdf_answer(request, pdf, name="bien-ban-giao-nhan", reference=_reference(files))


@require_safe
def files_pdf(request: StaffRequest, deposit_id: UUID) -> HttpResponse:
    """The list of files that goes with the minutes (mục lục hồ sơ, tài liệu nộp lưu)."""
    card, files, days = _deposit(request, deposit_id)
    with translation.override("vi"):
        pdf = print_list(_list_form(card, files), _rows(files, days))
    return pdf_answer(request, pdf, name="muc-luc-ho-so-nop-luu", reference=_reference(files))


def _deposit(
    request: StaffRequest, deposit_id: UUID
) -> tuple[DepositCard, list[CaseFileCard], DaysOfFiles]:
    access.require(request.actor, "casefiles.keep")
    agency_id = request.actor.own_agency
    card = queries.deposit_card(deposit_id, agency_id=agency_id)
    files = queries.deposited(deposit_id, agency_id=agency_id)
    return card, files, queries.days_of([one.id for one in files])


def _reference(files: list[CaseFileCard]) -> str:
    return ", ".join(one.facts.notation for one in files[:3])


def _minutes(card: DepositCard, files: list[CaseFileCard], days: DaysOfFiles) -> ListForm:
    """Parties, and the five points of the law's form (Decree 30/2020/NĐ-CP, Appendix V)."""
    offerer = directory.post(card.offered_by_post)
    told = {
        "files": len(files),
        "documents": sum(one.count for one in files),
        "pages": sum(one.page_count for one in files),
    }
    opening = (
        _("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 về công tác văn thư;"),
        _("Căn cứ danh mục hồ sơ của cơ quan,"),
        _("Ngày %(day)s, chúng tôi gồm:") % {"day": _answered_day(card)},
        _("BÊN GIAO: %(who)s")
        % {"who": _joined(card.offered_by, offerer.title, card.unit_name or offerer.unit_name)},
        _("BÊN NHẬN: %(who)s")
        % {"who": _joined(card.answered_by or "………………………………", _("lưu trữ cơ quan"))},
        _("Thống nhất lập biên bản giao nhận hồ sơ, tài liệu như sau:"),
        _("1. Tên khối tài liệu giao nộp: %(note)s")
        % {"note": card.note or _("theo mục lục kèm theo")},
        _("2. Thời gian của tài liệu: %(days)s") % {"days": _between(*_whole(days))},
        _("3. Số lượng: %(files)s hồ sơ điện tử, %(documents)s văn bản, %(pages)s trang.") % told,
        _(
            "4. Tình trạng tài liệu: tài liệu điện tử trên hệ thống; SHA-256 của mục lục văn bản "
            "từng hồ sơ ghi trong mục lục kèm theo."
        ),
        _("5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo."),
    )
    closing = (
        _("Đề nghị nộp lưu lúc %(at)s. %(state)s.")
        % {"at": _moment(card.offered_at), "state": _state_words(card)},
        _("Biên bản này lập thành hai bản, mỗi bên giữ một bản."),
    )
    return ListForm(
        title=_("BIÊN BẢN GIAO NHẬN HỒ SƠ, TÀI LIỆU"),
        agency=directory.agency(card.agency_id).name,
        has_motto=True,
        opening=opening,
        closing=closing,
        signers=(_("Đại diện bên giao"), _("Đại diện bên nhận")),
    )


def _list_form(card: DepositCard, files: list[CaseFileCard]) -> ListForm:
    names = [
        _("STT"),
        _("Số, ký hiệu hồ sơ"),
        _("Tiêu đề hồ sơ"),
        _("Thời gian tài liệu"),
        _("Thời hạn bảo quản"),
        _("Số văn bản"),
        _("Số trang"),
        _("Ghi chú; SHA-256 của mục lục"),
    ]
    return ListForm(
        title=_("MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU"),
        agency=directory.agency(card.agency_id).name,
        columns=columns(names, _WIDTHS),
        opening=(_joined(card.unit_name, card.note),) if card.unit_name or card.note else (),
        closing=(
            _("Mục lục này có %(files)s.") % {"files": counted_words(files)},
            _("Đề nghị nộp lưu lúc %(at)s. %(state)s.")
            % {"at": _moment(card.offered_at), "state": _state_words(card)},
        ),
        signers=(_("Đại diện bên giao"), _("Đại diện bên nhận")),
    )


def _rows(files: list[CaseFileCard], days: DaysOfFiles) -> Iterator[tuple[str, ...]]:
    for position, card in enumerate(files, start=1):
        yield (
            str(position),
            f"{card.facts.notation} ({card.facts.year})",
            card.facts.title,
            _between(*days[card.id]) if card.id in days else "",
            _(card.facts.retention.label),
            str(card.count),
            str(card.page_count or ""),
            "\n".join(part for part in (card.facts.note, card.list_digest) if part),
        )


def _answered_day(card: DepositCard) -> str:
    if card.answered_at is None:
        return _("… tháng … năm ……")
    return written(clock.local_day(card.answered_at))


def _whole(days: DaysOfFiles) -> tuple[date, date]:
    return min(first for first, _last in days.values()), max(last for _first, last in days.values())


def _between(first: date, last: date) -> str:
    return written(first) if first == last else f"{written(first)} – {written(last)}"


def _state_words(card: DepositCard) -> str:
    if card.answered_at is None:
        return _("Lưu trữ cơ quan chưa nhận")
    told = {"state": _(card.state.label), "at": _moment(card.answered_at), "who": card.answered_by}
    return _("%(state)s lúc %(at)s, %(who)s") % told


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
