"""What is taken away from the pages of case files: answers, columns, days as they are printed."""

from collections.abc import Collection
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lienthong.access import services as access
from lienthong.access.types import ReadingWay, StaffRequest
from lienthong.casefiles.types import CaseFileCard, Retention
from lienthong.kernel import clock
from lienthong.printing.types import ListColumn

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pdf_answer(request: StaffRequest, pdf: bytes, *, name: str, reference: str) -> HttpResponse:
    """Return a list on paper, which is noted as read. reference: what it is the list of."""
    _note(request, ReadingWay.PRINT, reference)
    return _answer(pdf, "application/pdf", f'inline; filename="{name}.pdf"')


def xlsx_answer(request: StaffRequest, book: bytes, *, name: str, reference: str) -> HttpResponse:
    """Return a list as a sheet, which is noted as read."""
    _note(request, ReadingWay.FILE, reference)
    return _answer(book, _XLSX, f'attachment; filename="{name}.xlsx"')


def columns(names: list[str], widths: tuple[int, ...]) -> tuple[ListColumn, ...]:
    """Return the columns of a list on paper; widths in per cent."""
    return tuple(ListColumn(name, width) for name, width in zip(names, widths, strict=True))


def counted(files: Collection[CaseFileCard]) -> dict[str, int]:
    """Return how many files a list has, as its last line says it: for ever, and for some years."""
    forever = sum(one.facts.retention == Retention.FOREVER for one in files)
    unknown = sum(one.facts.retention == Retention.UNKNOWN for one in files)
    return {
        "files": len(files),
        "forever": forever,
        "limited": len(files) - forever - unknown,
        "unknown": unknown,
    }


def counted_words(files: Collection[CaseFileCard]) -> str:
    """Say it: "3 hồ sơ, gồm 1 hồ sơ bảo quản vĩnh viễn, 2 hồ sơ bảo quản có thời hạn"."""
    told = counted(files)
    said = [
        _("%(files)s hồ sơ, gồm %(forever)s hồ sơ bảo quản vĩnh viễn") % told,
        _("%(limited)s hồ sơ bảo quản có thời hạn") % told,
    ]
    if told["unknown"]:
        said.append(_("%(unknown)s hồ sơ chưa xác định thời hạn") % told)
    return ", ".join(said)


def written(day: date) -> str:
    """Return a day as lists write it: 05/11/2026."""
    return f"{day:%d/%m/%Y}"


def _note(request: StaffRequest, way: ReadingWay, reference: str) -> None:
    access.note_reading(access.Read(way, reference=reference), actor=request.actor, now=clock.now())


def _answer(content: bytes, media_type: str, disposition: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = disposition
    answer["Cache-Control"] = "private, no-store"
    return answer
