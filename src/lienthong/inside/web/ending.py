"""What a unit did about a document, and taking one back that was given by mistake."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lienthong.access.types import StaffRequest
from lienthong.inside import services
from lienthong.kernel import clock
from lienthong.webkit.messages import say_done


@require_POST
def finish(request: StaffRequest, unit_delivery_id: UUID) -> HttpResponse:
    """ "Đã xong" with what was done, or "Đã xem"."""
    card = services.finish(
        unit_delivery_id=unit_delivery_id,
        note=request.POST.get("note", ""),
        actor=request.actor,
        now=clock.now(),
    )
    words = _("Đã ghi kết quả của đơn vị.") if card.is_for_action else _("Đã ghi là đã xem.")
    say_done(request, words)
    return redirect("desk:document", card.version_id)


@require_POST
def withdraw(request: StaffRequest, unit_delivery_id: UUID) -> HttpResponse:
    """ "Thu lại" with its reason."""
    card = services.withdraw(
        unit_delivery_id=unit_delivery_id,
        reason=request.POST.get("reason", ""),
        actor=request.actor,
        now=clock.now(),
    )
    say_done(request, _("%(unit)s không phải xử lý nữa.") % {"unit": card.unit_name})
    return redirect("desk:document", card.version_id)
