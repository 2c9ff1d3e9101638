"""Asking for a copy: of a document in the system, or of a paper that lies before the clerk."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from lienthong.access import queries as access
from lienthong.access import services as rights
from lienthong.access.types import StaffRequest
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.rules.copies import CERTIFIED
from lienthong.documents.rules.kinds import kinds
from lienthong.documents.types import LegalValue, RecipientLine, VersionCard
from lienthong.issuing import services
from lienthong.issuing.types import NewFile
from lienthong.issuing.web import files, prefill, recipient_lines, sending, shown
from lienthong.issuing.web.copy_form import CopyForm
from lienthong.issuing.web.recipient_lines import Asked, Unknown
from lienthong.kernel import clock
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.forms import form_key

# What an electronic original or copy is taken for at first; anything else lies there as a paper.
_ELECTRONIC = {LegalValue.ORIGINAL, LegalValue.COPY}


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def of_document(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """ "Sao văn bản": of a document that this person may read."""
    rights.require(request.actor, "issuing.draft")
    viewer = documents.viewer_of(request.actor)
    return _asking(request, documents.open_version(version_id, viewer))


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def of_paper(request: StaffRequest) -> HttpResponse:
    """ "Sao văn bản giấy": of a paper that is not in the system."""
    rights.require(request.actor, "issuing.draft")
    return _asking(request, None)


def _asking(request: StaffRequest, version: VersionCard | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _form(request, version), version)
    form = _form(request, version, request.POST)
    block = sending.posted_lines(request, now=clock.now())
    file = _file(request, form)
    if not form.is_valid() or block.unknown:
        return _page(request, form, version, block.lines, unknown=block.unknown, file=file)
    draft = services.ask_copy(
        facts=form.facts(block.lines),
        file=file,
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    return shown.went_on(request, draft)


def _file(request: StaffRequest, form: CopyForm) -> NewFile | None:
    """A file that comes with the form goes into quarantine, so that a refusal keeps it."""
    form.is_valid()
    return files.taken_in(request).file if "file" in request.FILES else form.file()


def _form(
    request: StaffRequest, version: VersionCard | None, data: Mapping[str, Any] | None = None
) -> CopyForm:
    own, on = request.actor.own_agency, clock.local_day(clock.now())
    signers = [post for post in access.signers_of(own, on=on) if post.agency_id == own]
    initial = {"way": _usual_way(version), "place": directory.agency(own).place}
    if version is not None and version.kind == CERTIFIED:
        initial["form"] = "sao-luc"
    if len(signers) == 1:
        initial["signer"] = str(signers[0].id)
    return CopyForm(
        data, kinds=list(kinds().values()), signers=signers, version=version, initial=initial
    )


def _usual_way(version: VersionCard | None) -> str:
    is_electronic = version is not None and version.legal_value in _ELECTRONIC
    return "electronic-paper" if is_electronic else "paper-electronic"


def _page(
    request: StaffRequest,
    form: CopyForm,
    version: VersionCard | None,
    lines: Sequence[RecipientLine] = (),
    *,
    unknown: Sequence[Unknown] = (),
    file: NewFile | None = None,
) -> HttpResponse:
    asked = Asked(request.actor.own_agency, CERTIFIED, clock.local_day(clock.now()))
    context = {
        "form": form,
        "version": version,
        "version_url": shown.document_address(version.id) if version else "",
        "file": file,
        "recipients": recipient_lines.chips(lines, asked),
        "roles": recipient_lines.role_choices(),
        "blank": prefill.BLANK,
        "unknown": unknown,
        "largest": prefill.largest(),
    }
    return render(request, "issuing/ask_copy.html", context, status=422 if form.is_bound else 200)
