"""A document is taken away from the public; its address says so, and why."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.portal import errors
from lienthong.portal.models import PublicDocument
from lienthong.portal.queries.published import card_of
from lienthong.portal.services import _looks, _waiting
from lienthong.portal.types import PublicCard, PublicState


def take_down(*, version_id: UUID, reason: str, actor: Actor, now: datetime) -> PublicCard:
    """Take what the public has of a document away; number, day and reason stay to be read.

    By the agency that issued it, or its heir. Again, it changes nothing. Raises NotAllowed,
    UnknownDocument, IssuedByOthers, ReasonMissing, NotShown.
    """
    access.require(actor, "portal.take-down", agency_id=actor.own_agency)
    version = _looks.own_version(version_id, actor)
    said = _looks.reason_of(reason)
    with transaction.atomic():
        rows = PublicDocument.objects.select_for_update(of=("self",))
        row = rows.filter(document=version.document_id).first()
        if row is None or (row.state == PublicState.TAKEN_DOWN and row.reason != said):
            raise errors.NotShown(reference=version.reference_code)
        if row.state == PublicState.SHOWN:
            remove(row, said, actor=actor, now=now)
    return card_of(row)


def remove(row: PublicDocument, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take a row down that the caller holds, record it and tell the clerks. Six statements."""
    act = Act(
        name="portal.taken-down",
        subjects={
            "public": str(row.pk),
            "document": str(row.document_id),
            "agency": str(row.agency_id),
        },
        private={"reason": reason},
    )
    row.state, row.taken_down_at, row.changed_at = PublicState.TAKEN_DOWN, now, now
    row.reason, row.record_id = reason, ledger.record(act, actor=actor, at=now).id
    row.save(update_fields=["state", "taken_down_at", "changed_at", "reason", "record_id"])
    _waiting.tell_clerks(
        row.agency_id,
        row.version_id,
        _waiting.TAKEN_DOWN,
        now=now,
        reference=row.reference_code,
        reason=reason,
    )
