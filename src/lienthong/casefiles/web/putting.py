"""Putting documents into files: from the file's page, and from the document's own."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.casefiles import errors, queries, services
from lienthong.casefiles.web.kept import kept
from lienthong.documents import queries as documents
from lienthong.kernel import clock
from lienthong.kernel.text import clean_line
from lienthong.webkit.forms import ids_of
from lienthong.webkit.messages import say_done


@require_POST
def put(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """ "Đưa vào" beside a document that was found on the page of a file."""
    kept(request, case_file_id)
    chosen = ids_of(request.POST.getlist("version"))
    if not chosen:
        raise errors.NoDocumentChosen()
    for version_id in chosen:
        _put(request, case_file_id, version_id)
    words = clean_line(request.POST.get("tim", ""))[:200]
    # Back to what was found, not to the top: ten documents are put in by ten presses.
    asked = f"?{urlencode({'tim': words})}#van-ban" if words else ""
    return redirect(reverse("casefiles:one", args=[case_file_id]) + asked)


@require_POST
def take_out(request: StaffRequest, case_file_id: UUID) -> HttpResponse:
    """ "Đưa ra" beside a document of an open file."""
    kept(request, case_file_id)
    chosen = ids_of(request.POST.getlist("filed"))
    if not chosen:
        raise errors.NoDocumentChosen()
    services.take_document_out(
        case_file_id=case_file_id, filed_id=chosen[0], actor=request.actor, now=clock.now()
    )
    say_done(request, _("Đã đưa văn bản ra khỏi hồ sơ."))
    return redirect("casefiles:one", case_file_id)


@require_http_methods(["GET", "HEAD", "POST"])
def put_document(request: StaffRequest, version_id: UUID) -> HttpResponse:
    """The open files into which a document can be put; a POST puts it into one."""
    access.require(request.actor, "casefiles.keep")
    viewer = documents.viewer_of(request.actor)
    version = documents.visible_version(version_id, viewer)
    if request.method == "POST":
        chosen = ids_of(request.POST.getlist("case_file"))
        if not chosen:
            raise errors.NoFileChosen()
        _put(request, chosen[0], version_id)
        return redirect("desk:document", version_id)
    words = clean_line(request.GET.get("tim", ""))[:200]
    lies_in = queries.places_of(version_id, agency_id=request.actor.own_agency)
    there = {one.case_file_id for one in lies_in}
    found = queries.open_files_for(request.actor, text=words)
    context = {
        "version": version,
        "lies_in": lies_in,
        "choices": [card for card in found if card.id not in there],
        "words": words,
    }
    return render(request, "casefiles/put.html", context)


def _put(request: StaffRequest, case_file_id: UUID, version_id: UUID) -> None:
    is_new = services.file_document(
        case_file_id=case_file_id, version_id=version_id, actor=request.actor, now=clock.now()
    )
    card = queries.case_file(case_file_id, agency_id=request.actor.own_agency)
    words = _("Đã đưa vào hồ sơ %(name)s.") if is_new else _("Đã có trong hồ sơ %(name)s.")
    say_done(
        request,
        words % {"name": card.facts.notation},
        see_url=reverse("casefiles:one", args=[case_file_id]),
    )
