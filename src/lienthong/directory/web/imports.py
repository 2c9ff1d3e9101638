"""Bringing a table in: upload, preview, take over; and taking the directory out."""

from collections.abc import Callable, Mapping
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.directory import queries, services
from lienthong.directory.errors import ImportEmpty
from lienthong.directory.queries.imports import PAGE, ImportLineCard
from lienthong.directory.rules.import_columns import SHAPES
from lienthong.directory.rules.import_plan import Outcome
from lienthong.directory.web.requests import DirectoryRequest, can_manage
from lienthong.kernel import clock
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done
from lienthong.webkit.types import Tab

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OUTCOMES = {"loi": Outcome.BAD, "them": Outcome.MADE, "sua": Outcome.CHANGED}


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: DirectoryRequest) -> HttpResponse:
    """Choose a file; once it is checked, its preview."""
    services.demand_import(request.actor)
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None or file.file is None:
            raise ImportEmpty
        card = services.check_import(
            file=cast("BinaryIO", file.file),
            name=file.name or "",
            key=form_key(request),
            actor=request.actor,
            now=clock.now(),
        )
        return redirect("directory:import", card.id)
    latest = queries.latest_imports(request.actor)
    context = {"latest": latest, "can_export": can_manage(request)}
    return render(request, "directory/bring_in.html", context)


@require_safe
def preview(request: DirectoryRequest, import_id: UUID) -> HttpResponse:
    """What a checked file would do, line by line; bad lines first."""
    services.demand_import(request.actor)
    card = queries.import_for(import_id, request.actor)
    asked = request.GET.get("loc", "loi" if card.bad else "")
    mark = request.GET.get("sau", "")
    after = int(mark) if mark.isdecimal() and len(mark) < 9 else -1
    lines = queries.import_lines(
        import_id, outcome=_OUTCOMES.get(asked), after=after, limit=PAGE + 1
    )
    address = reverse("directory:import", args=[import_id])
    context = {
        "card": card,
        "tabs": _tabs(address, asked, card.counts),
        "lines": [(line, _changes(line), services.told(line)) for line in lines[:PAGE]],
        "next_url": f"{address}?loc={asked}&sau={lines[PAGE - 1].position}" if lines[PAGE:] else "",
    }
    return render(request, "directory/preview.html", context)


@require_POST
def apply(request: DirectoryRequest, import_id: UUID) -> HttpResponse:
    """Take everything over."""
    card = services.apply_import(import_id=import_id, actor=request.actor, now=clock.now())
    say_done(request, _("Đã nhập %(count)s dòng vào danh bạ.") % {"count": card.effects})
    return redirect("directory:import", import_id)


@require_safe
def findings(request: DirectoryRequest, import_id: UUID) -> HttpResponseBase:
    """The checked file with a column of what to mend."""
    services.demand_import(request.actor)
    queries.import_for(import_id, request.actor)

    def write(target: BinaryIO) -> None:
        services.write_findings(target, import_id=import_id)

    return _workbook("can-sua.xlsx", write)


@require_safe
def template(request: DirectoryRequest) -> HttpResponseBase:
    """The empty form."""
    services.demand_import(request.actor)
    return _workbook("mau-danh-ba.xlsx", services.write_template)


@require_safe
def export(request: DirectoryRequest) -> HttpResponseBase:
    """The whole directory."""
    services.demand(request.actor, "directory.manage")
    return _workbook("danh-ba.xlsx", services.write_directory)


def _workbook(name: str, write: Callable[[BinaryIO], None]) -> HttpResponseBase:
    """A file that is written to disk first and sent in pieces."""
    kept = TemporaryFile()  # noqa: SIM115  # the response closes it
    write(kept)
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=name, content_type=_XLSX)


def _tabs(address: str, asked: str, counts: Mapping[str, int]) -> list[Tab]:
    names = [
        ("loi", _("Phải sửa"), counts.get(Outcome.BAD, 0)),
        ("them", _("Thêm mới"), counts.get(Outcome.MADE, 0)),
        ("sua", _("Thay đổi"), counts.get(Outcome.CHANGED, 0)),
        ("", _("Tất cả"), sum(counts.values())),
    ]
    return [
        Tab(name, f"{address}?loc={key}", count, is_here=key == asked, is_late=key == "loi")
        for key, name, count in names
    ]


def _changes(line: ImportLineCard) -> list[tuple[str, str, str]]:
    """The headings of the columns that would change, with what stands and what comes."""
    headings = {column.name: column.heading for column in SHAPES[line.table].columns}
    return [
        (headings.get(name, name), stands, comes) for name, (stands, comes) in line.changes.items()
    ]
