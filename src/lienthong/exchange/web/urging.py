"""Urging (đôn đốc): the buttons of a sender, and of who watches over the province."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lienthong.access.types import StaffRequest
from lienthong.exchange import services
from lienthong.exchange.types import DeliveryCard
from lienthong.kernel import clock
from lienthong.kernel.sorting import name_key
from lienthong.webkit.forms import form_key, ids_of
from lienthong.webkit.messages import say_done


@require_POST
def urge(request: StaffRequest) -> HttpResponse:
    """ "Nhắc": remind the recipients of these deliveries; back to where the button stood."""
    urged = services.urge_recipients(
        delivery_ids=ids_of(request.POST.getlist("delivery")),
        key=form_key(request),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, said_of(urged))
    if request.POST.get("tu") == "theo-doi":
        return redirect("exchange:tracking")
    return redirect(reverse("desk:document", args=[urged[0].version_id]))


@require_POST
def urge_agency(request: StaffRequest, agency_id: UUID) -> HttpResponse:
    """ "Nhắc" beside an agency that has let the time for acceptance pass."""
    urged = services.urge_agency(
        agency_id=agency_id, key=form_key(request), actor=request.actor, now=clock.now()
    )
    say_done(request, said_of(urged))
    return redirect("desk:home")


def said_of(urged: list[DeliveryCard]) -> str:
    """Say who was reminded, and of how much."""
    names = sorted({one.recipient_name for one in urged}, key=name_key)
    if len(names) == 1:
        words = ngettext(
            "Đã nhắc %(name)s về %(count)s văn bản.",
            "Đã nhắc %(name)s về %(count)s văn bản.",
            len(urged),
        )
        return words % {"name": names[0], "count": len(urged)}
    return _("Đã nhắc %(count)s nơi nhận.") % {"count": len(names)}
