"""An operator asks to read, naming an agency and perhaps one of its documents."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.desk.web.forms import GlassForm
from lienthong.directory import queries as directory
from lienthong.documents import queries as documents
from lienthong.documents.errors import UnknownDocument
from lienthong.documents.types import Viewer
from lienthong.kernel import clock
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest) -> HttpResponse:
    """ "Đề nghị xem": the reason, what, and how long; somebody else decides."""
    access.require(request.actor, "access.break-glass")
    form = GlassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = _asked(request, form)
        if asked is not None:
            card = access.ask_glass(asked, actor=request.actor, now=clock.now())
            say_done(request, _("Đã gửi đề nghị."), form_key="xem-khan-cap")
            return redirect("access:glass", card.id)
    return render(request, "desk/ask_glass.html", {"form": form})


def _asked(request: StaffRequest, form: GlassForm) -> access.NewGlass | None:
    """What is asked; None when the form names an agency or a document that there is not."""
    filled = form.cleaned_data
    agency = directory.agency_by_code(filled["agency"])
    if agency is None:
        form.add_error("agency", _("Không có cơ quan nào có mã này."))
        return None
    document: dict[str, Any] = {}
    if filled["document"]:
        try:
            document = _document(filled["document"], agency.id)
        except UnknownDocument:
            form.add_error("document", _("Cơ quan này không có văn bản nào có mã này."))
            return None
    return access.NewGlass(
        key=form_key(request),
        agency_id=agency.id,
        reason=filled["reason"],
        hours=filled["hours"],
        **document,
    )


def _document(version_id: UUID, agency_id: UUID) -> dict[str, Any]:
    """The document of a version that the agency has: its number and notation, nothing more."""
    agency = Viewer(agency_id, None, None, sees_whole_agency=True)
    card = documents.visible_version(version_id, agency)
    return {"document_id": card.document_id, "document_text": card.reference_code}
