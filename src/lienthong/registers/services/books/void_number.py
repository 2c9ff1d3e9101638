"""Voiding: a number that came to nothing stays in the book with its reason."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block
from lienthong.registers import errors, queries
from lienthong.registers.models import Entry
from lienthong.registers.types import EntryCard, EntryState


def void_number(*, entry_id: UUID, reason: str, actor: Actor, now: datetime) -> EntryCard:
    """Void a number that was taken and not used; it is never given again.

    Voiding again with the same reason changes nothing. Raises NotAllowed, EntryNotFound,
    VoidReasonMissing, AlreadyVoided, and CannotVoid for a document that was issued or entered.
    """
    access.require(actor, "issuing.void", agency_id=actor.agency_id)
    reason = clean_block(reason)[:500]
    if not reason:
        raise errors.VoidReasonMissing()
    with transaction.atomic():
        entry = (
            Entry.objects.select_for_update()
            .filter(pk=entry_id, register__agency_id=actor.own_agency)
            .first()
        )
        if entry is None:
            raise errors.EntryNotFound()
        if entry.state == EntryState.VOIDED:
            return _voided_before(entry, reason)
        if entry.state == EntryState.ENTERED:
            raise errors.CannotVoid(number=entry.reference_code or entry.number)
        entry.state, entry.void_reason = EntryState.VOIDED, reason
        entry.voided_at, entry.voided_by, entry.settled_at = now, actor.name, now
        entry.save(update_fields=["state", "void_reason", "voided_at", "voided_by", "settled_at"])
        return queries.card_of(entry)


def _voided_before(entry: Entry, reason: str) -> EntryCard:
    if entry.void_reason != reason:
        raise errors.AlreadyVoided(
            number=entry.reference_code or entry.number, reason=entry.void_reason
        )
    return queries.card_of(entry)
