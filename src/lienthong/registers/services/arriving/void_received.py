"""A number that was given to a paper by mistake is voided, and stays in the book (B1)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block
from lienthong.registers import errors, queries
from lienthong.registers.models import Entry, IncomingDocument, Instruction
from lienthong.registers.types import Direction, EntryCard, EntryState
from lienthong.worklist import services as worklist


def void_received(*, entry_id: UUID, reason: str, actor: Actor, now: datetime) -> EntryCard:
    """Void the number of a paper or a letter that was entered wrongly; it is never given again.

    Only while no leader has written on it and no electronic document has joined it. Its facts stay
    readable in the line, its document for those who could read it. Voiding again with the same
    reason changes nothing. Raises NotAllowed, EntryNotFound, VoidReasonMissing, AlreadyVoided,
    NotReceivedHere.
    """
    access.require(actor, "registers.accept", agency_id=actor.agency_id)
    reason = clean_block(reason)[:500]
    if not reason:
        raise errors.VoidReasonMissing()
    with transaction.atomic():
        entry = _locked(entry_id, actor)
        if entry.state == EntryState.VOIDED:
            if entry.void_reason != reason:
                raise errors.AlreadyVoided(number=entry.number, reason=entry.void_reason)
            return queries.card_of(entry)
        if not _is_untouched(entry):
            raise errors.NotReceivedHere(number=entry.number)
        entry.state, entry.void_reason = EntryState.VOIDED, reason
        entry.voided_at, entry.voided_by, entry.settled_at = now, actor.name, now
        entry.save(update_fields=["state", "void_reason", "voided_at", "voided_by", "settled_at"])
        worklist.settle(
            subject_kind="entry",
            subject_ids=[entry.pk],
            agency_id=actor.own_agency,
            now=now,
            actor=actor,
        )
        IncomingDocument.objects.filter(pk=entry.pk).delete()
        return queries.card_of(entry)


def _locked(entry_id: UUID, actor: Actor) -> Entry:
    rows = Entry.objects.select_for_update(of=("self",)).select_related("register")
    entry = rows.filter(
        pk=entry_id,
        register__agency_id=actor.own_agency,
        register__direction=Direction.INCOMING,
    ).first()
    if entry is None:
        raise errors.EntryNotFound()
    return entry


def _is_untouched(entry: Entry) -> bool:
    """An instruction that is being given holds the row of the work: one of the two comes first."""
    work = IncomingDocument.objects.select_for_update().filter(pk=entry.pk).first()
    is_paper = hasattr(entry, "received") and entry.delivery_id is None
    return is_paper and work is not None and not Instruction.objects.filter(incoming=work).exists()
