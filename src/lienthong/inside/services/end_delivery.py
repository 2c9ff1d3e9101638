"""A unit is through with what it was given, or need not be (B9)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.documents.types import RecipientRole
from lienthong.inside import errors, queries
from lienthong.inside.models import UnitDelivery
from lienthong.inside.services import _work
from lienthong.inside.types import UnitDeliveryCard, UnitDeliveryState
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_block

_LONGEST = 1000


def finish(*, unit_delivery_id: UUID, note: str, actor: Actor, now: datetime) -> UnitDeliveryCard:
    """Write what a unit did about a document, or that it has seen it.

    By anybody of the unit. note: needed of what was given for action. The same note again changes
    nothing. Raises NotAllowed, UnitDeliveryNotFound, OutcomeMissing, AlreadyEnded.
    """
    access.require(actor, "inside.finish", agency_id=actor.agency_id)
    with transaction.atomic():
        row = _locked(unit_delivery_id, actor)
        if row.unit_id != actor.unit_id:
            raise errors.UnitDeliveryNotFound()
        note = clean_block(note)[:_LONGEST]
        if not note and row.role == RecipientRole.ACTION:
            raise errors.OutcomeMissing()
        return _end(row, UnitDeliveryState.DONE, note, actor=actor, now=now)


def withdraw(
    *, unit_delivery_id: UUID, reason: str, actor: Actor, now: datetime
) -> UnitDeliveryCard:
    """Take a document off a unit's list that was given to it by mistake; it may go on reading it.

    What was seen stays seen: so the reason is told. The same again changes nothing. Raises
    NotAllowed, UnitDeliveryNotFound, ReasonMissing, AlreadyEnded.
    """
    access.require(actor, "inside.give", agency_id=actor.agency_id)
    with transaction.atomic():
        row = _locked(unit_delivery_id, actor)
        reason = clean_block(reason)[:_LONGEST]
        if not reason:
            raise errors.ReasonMissing()
        return _end(row, UnitDeliveryState.WITHDRAWN, reason, actor=actor, now=now)


def _locked(unit_delivery_id: UUID, actor: Actor) -> UnitDelivery:
    rows = UnitDelivery.objects.select_for_update()
    row = rows.filter(pk=unit_delivery_id, agency_id=actor.own_agency).first()
    if row is None:
        raise errors.UnitDeliveryNotFound()
    return row


def _end(
    row: UnitDelivery, state: UnitDeliveryState, note: str, *, actor: Actor, now: datetime
) -> UnitDeliveryCard:
    if row.state == UnitDeliveryState.WAITING:
        row.state, row.note = state, note
        row.ended_at, row.ended_by = now, actor.name
        row.save(update_fields=["state", "note", "ended_at", "ended_by"])
        _work.tell_ended(row, actor=actor, now=now)
        _work.settle(row, actor=actor, now=now)
    elif (row.state, row.note) != (state, note):
        raise errors.AlreadyEnded(who=row.ended_by, state=UnitDeliveryState(row.state).label)
    return queries.unit_delivery(row.pk, agency_id=row.agency_id, on=local_day(now))
