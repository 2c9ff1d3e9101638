"""What came back of a letter after the mail server had taken it."""

from datetime import datetime

from django.db import transaction

from lienthong.exchange.types import DeliveryState, NotCarried
from lienthong.kernel.text import clean_line
from lienthong.kernel.wording import noop as _
from lienthong.notices.sentences import declare
from lienthong.routes import rules
from lienthong.routes.models import Parcel
from lienthong.routes.services._records import deliveries_of, recorded_parcel
from lienthong.routes.services._tell import tell_operators
from lienthong.routes.services.carry import refuse
from lienthong.routes.types import ParcelKind, ParcelState, RouteKind

CAME_BACK = declare(
    "routes.letter-came-back",
    _("Tuyến “%(route)s” có thư bị trả lại: %(said)s"),
)
_NOT_DECIDED = {DeliveryState.SENT, DeliveryState.OFFERED}


def note_bounce(
    *, reference: str, code: str, said: str, now: datetime, is_final: bool = True
) -> bool:
    """Note that a letter of ours was not delivered; True when it was one of ours.

    reference: words that hold what names it, as its Message-ID or envelope id. is_final: it will
    not be tried again; a delay is only shown. The sender's clerks get a refusal (02) in the name of
    the route, unless the recipient has answered: then operators alone are told.
    """
    about = rules.about_in(reference)
    if about is None:
        return False
    with transaction.atomic():
        rows = Parcel.objects.filter(route__kind=RouteKind.MAIL)
        found = rows.filter(delivery_id=about, kind=ParcelKind.DOCUMENT).order_by("id").last()
        found = found or rows.filter(report_id=about).first()
        if found is None:
            return False
        mine = (
            Parcel.objects.select_for_update(of=("self",)).select_related("route").get(pk=found.pk)
        )
        if mine.state == ParcelState.CARRIED:
            _came_back(mine, clean_line(code), clean_line(said), is_final=is_final, now=now)
    return True


def _came_back(parcel: Parcel, code: str, said: str, *, is_final: bool, now: datetime) -> None:
    row = parcel.route
    parcel.code, parcel.said = code[:80], said[:500]
    waits = [one for one in deliveries_of(parcel) if one.state in _NOT_DECIDED]
    if is_final and (waits or parcel.kind == ParcelKind.STATUS):
        parcel.state, parcel.ended_at = ParcelState.GIVEN_UP, now
        recorded_parcel("given-up", parcel, row, now=now, code=parcel.code, said=parcel.said)
    parcel.save()
    if is_final and waits:
        refuse(parcel, row, NotCarried.FAILED, waits, now=now)
    if is_final:
        tell_operators(row, CAME_BACK, parcel.said or parcel.code, now=now)
