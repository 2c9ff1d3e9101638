"""Urging (đôn đốc) about late work: a document's officers, or a whole agency from above."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lienthong.access.types import StaffRequest
from lienthong.kernel import clock
from lienthong.registers import services
from lienthong.webkit.forms import form_key
from lienthong.webkit.messages import say_done


@require_POST
def urge(request: StaffRequest, entry_id: UUID) -> HttpResponse:
    """ "Nhắc" on a late document; back to the home page or the document, where it stood."""
    card = services.urge_officers(
        entry_id=entry_id, key=form_key(request), actor=request.actor, now=clock.now()
    )
    number = card.entry.number_text
    say_done(request, _("Đã nhắc người xử lý văn bản đến số %(number)s.") % {"number": number})
    if request.POST.get("tu") == "viec":
        return redirect("desk:home")
    return redirect(reverse("registers:entry", args=[entry_id]))


@require_POST
def urge_agency(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    """ "Nhắc" beside an agency whose work is late."""
    urged = services.urge_agency_work(
        agency_id=agency_id, key=form_key(request), actor=request.actor, now=clock.now()
    )
    words = ngettext(
        "Đã nhắc %(name)s về %(count)s văn bản.",
        "Đã nhắc %(name)s về %(count)s văn bản.",
        len(urged),
    )
    say_done(request, words % {"name": urged[0].recipient_name, "count": len(urged)})
    return redirect("desk:home")
