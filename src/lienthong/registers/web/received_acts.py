"""What a clerk does with a paper that is in the book: add its scan, void its number."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.registers import errors, services
from lienthong.registers.types import ReceivedFile
from lienthong.registers.web.received_files import brought, files_of
from lienthong.webkit.body_limit import takes_files
from lienthong.webkit.messages import say_done


@takes_files
@require_POST
def add_scan(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """The scan goes to the line that has the document already; no number is taken."""
    access.require(request.actor, "registers.accept", agency_id=request.actor.agency_id)
    files = [*files_of(request, request.POST.getlist("tep")), *brought(request)]
    if not files:
        raise errors.ScanMissing()
    entry = services.add_scan(
        entry_id=entry_id,
        file=ReceivedFile(files[0].name, files[0].id),
        actor=request.actor,
        now=clock.now(),
    )
    sentence = _("Đã thêm bản quét vào văn bản đến số %(number)s.") % {"number": entry.number_text}
    say_done(request, sentence)
    return redirect("registers:entry", entry.id)


@require_POST
def void(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """Void the number with its reason, and offer the form anew with what was entered."""
    entry = services.void_received(
        entry_id=entry_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    sentence = _("Đã hủy số đến %(number)s; mục và lý do còn trong sổ.")
    say_done(request, sentence % {"number": entry.number_text})
    facts = entry.facts
    said = {
        "author": facts.author,
        "reference_code": facts.reference_code,
        "document_on": facts.document_on.isoformat(),
        "subject": facts.subject,
        "signer_name": facts.signer,
        "note": facts.note,
    }
    typed = {name: value for name, value in said.items() if value}
    return redirect(f"{reverse('registers:receive')}?{urlencode(typed)}")
