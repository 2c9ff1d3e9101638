"""An operator lets something be tried at once, or a package of theirs be looked at again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.routes.errors import ParcelClosed, ParcelNotFound
from lienthong.routes.models import Fetched, Parcel, Route
from lienthong.routes.services.routes import RIGHT
from lienthong.routes.types import FetchedState, ParcelKind, ParcelState


def resend_parcel(parcel_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Bring something at once that waits; a status also after it was given up.

    A document that was given up is sent again by its sender, who was told.
    Raises ParcelClosed, ParcelNotFound, RightMissing.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = Parcel.objects.select_for_update().filter(pk=parcel_id).first()
        if row is None:
            raise ParcelNotFound
        is_lost_status = row.kind == ParcelKind.STATUS and row.state == ParcelState.GIVEN_UP
        if row.state != ParcelState.WAITING and not is_lost_status:
            raise ParcelClosed(state=ParcelState(row.state).label)
        row.expires_at = max(row.expires_at, now + (row.expires_at - row.made_at))
        row.state, row.due_at, row.attempts, row.ended_at = ParcelState.WAITING, now, 0, None
        row.save()
        _at_once(row.route_id, now=now)


def look_again(fetched_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Fetch a package again that could not be taken in, if the other side still lists it.

    Raises ParcelNotFound, RightMissing.
    """
    access.require(actor, RIGHT)
    with transaction.atomic():
        row = Fetched.objects.select_for_update().filter(pk=fetched_id).first()
        if row is None:
            raise ParcelNotFound
        if row.state == FetchedState.TURNED_DOWN:
            row.state, row.due_at, row.attempts = FetchedState.WAITING, now, 0
            row.save()
        _at_once(row.route_id, now=now)


def _at_once(route_id: UUID, *, now: datetime) -> None:
    Route.objects.filter(pk=route_id, token__isnull=True).update(due_at=now, poll_at=now)
