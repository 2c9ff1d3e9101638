"""A clerk prepares a document for the public; its leader is asked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory.types import Role
from lienthong.documents.types import VersionCard
from lienthong.kernel.actor import Actor
from lienthong.portal.models import Clearance
from lienthong.portal.queries.clearances import clearance_card
from lienthong.portal.services import _looks, _waiting
from lienthong.portal.types import SUBJECT, ClearanceCard, ClearanceState, PublicFacts
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Verb


def prepare(
    *, version_id: UUID, facts: PublicFacts, key: str, actor: Actor, now: datetime
) -> ClearanceCard:
    """Ask the agency's leader to give a version to everybody; what waited before gives way.

    The same key again returns the same. To be called outside a transaction: files are read again.
    Raises NotAllowed, UnknownDocument, IssuedByOthers, CirculationLimited, SignatureInvalid,
    NewerVersion, RecalledByIssuer, SecretStamped, NotReadable, AttachmentUnknown, DaysReversed.
    """
    access.require(actor, "portal.prepare", agency_id=actor.own_agency)
    earlier = Clearance.objects.filter(agency=actor.own_agency, key=key).first()
    if earlier is not None:
        return clearance_card(earlier)
    version = _looks.own_version(version_id, actor)
    _looks.require_days(facts)
    _looks.require_clear(version, _looks.chosen_attachments(version, facts))
    with transaction.atomic():
        _looks.require_open(version)
        _waiting.end_waiting(version.document_id, ClearanceState.DROPPED, actor=actor, now=now)
        worklist.settle(subject_kind=SUBJECT, subject_ids=[version.id], actor=actor, now=now)
        waiting = ClearanceState.WAITING
        row = _waiting.new_clearance(version, facts, key, state=waiting, actor=actor, now=now)
        _waiting.let_wait(version, Verb.CLEAR, Role.LEADER, actor.name, now=now)
    return clearance_card(row)


def clearable(version_id: UUID, *, actor: Actor) -> VersionCard:
    """Return a version that the actor's agency may clear, for a page.

    Raises UnknownDocument, IssuedByOthers.
    """
    return _looks.own_version(version_id, actor)
