"""The list of what a unit was given, and of all units for who sees the whole agency."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lienthong.access import services as access
from lienthong.access.types import StaffRequest
from lienthong.inside import queries
from lienthong.inside.types import UnitDeliveryCard
from lienthong.kernel import clock
from lienthong.webkit.types import Pager, Tab

_OPEN, _ENDED = "chua-xong", "da-xong"


@require_safe
def listing(request: StaffRequest) -> HttpResponse:
    """What waits, or what ended; clerks and leaders see every unit's, others their own."""
    actor = request.actor
    access.require(actor, "documents.read-assigned", agency_id=actor.agency_id)
    sees_all = "documents.read-agency" in actor.rights
    view = _ENDED if request.GET.get("xem") == _ENDED else _OPEN
    found = (
        queries.unit_deliveries(
            agency_id=actor.own_agency,
            unit_id=None if sees_all else actor.unit_id,
            is_open=view == _OPEN,
            on=clock.local_day(clock.now()),
            after=_place(request.GET.get("sau", "")),
            limit=queries.PAGE + 1,
        )
        if sees_all or actor.unit_id
        else []
    )
    page = found[: queries.PAGE]
    context = {
        "rows": page,
        "view": view,
        "sees_all": sees_all,
        "tabs": [
            Tab(_("Chưa xong"), reverse("inside:list"), is_here=view == _OPEN),
            Tab(_("Đã xong"), _address(_ENDED), is_here=view == _ENDED),
        ],
        "pager": Pager(next_url=_address(view, sau=_written(page[-1].delivery)))
        if len(found) > len(page)
        else Pager(),
    }
    return render(request, "inside/list.html", context)


def _address(view: str, **more: str) -> str:
    return f"{reverse('inside:list')}?{urlencode({'xem': view, **more})}"


def _written(card: UnitDeliveryCard) -> str:
    return f"{card.given_at.isoformat()}~{card.id}"


def _place(text: str) -> tuple[datetime, UUID] | None:
    """The place of an address; None for anything else, which begins anew."""
    moment, _separator, row_id = text.partition("~")
    try:
        found = datetime.fromisoformat(moment), UUID(row_id)
    except ValueError:
        return None
    return found if found[0].tzinfo is not None else None
