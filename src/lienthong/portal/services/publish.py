"""A leader decides that everybody may have a document, or that nobody outside gets it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blobs
from lienthong.blobs import services as blob_services
from lienthong.documents import queries as documents
from lienthong.documents.types import AttachmentCard, VersionCard
from lienthong.kernel.actor import Actor
from lienthong.ledger import services as ledger
from lienthong.ledger.types import Act
from lienthong.portal import errors
from lienthong.portal.models import Clearance, PublicDocument, PublicFile
from lienthong.portal.queries.published import card_of
from lienthong.portal.services import _looks, _waiting
from lienthong.portal.types import (
    PUBLIC,
    SUBJECT,
    ClearanceState,
    PublicCard,
    PublicFacts,
    PublicState,
)
from lienthong.search import services as search
from lienthong.search.types import NewText, SearchKind
from lienthong.worklist import services as worklist


def publish(
    *, version_id: UUID, facts: PublicFacts, key: str, actor: Actor, now: datetime
) -> PublicCard:
    """Give a version to everybody, with what is said of it, and record that.

    The copy stands in rows of its own. An update takes the place of the version before, whose files
    stay to be had; what was taken down comes back under its old address. The same version again
    only changes what is said of it. The same key again returns the same.
    To be called outside a transaction. Raises NotAllowed, and as `prepare`.
    """
    access.require(actor, "portal.clear", agency_id=actor.own_agency)
    earlier = Clearance.objects.filter(agency=actor.own_agency, key=key).first()
    if earlier is not None:
        return card_of(PublicDocument.objects.get(document=earlier.document_id))
    version = _looks.own_version(version_id, actor)
    _looks.require_days(facts)
    attached = _looks.chosen_attachments(version, facts)
    _looks.require_clear(version, attached)
    with transaction.atomic():
        _looks.require_open(version)
        agreed = ClearanceState.AGREED
        waiting = _waiting.end_waiting(version.document_id, agreed, actor=actor, now=now)
        _waiting.new_clearance(version, facts, key, state=agreed, actor=actor, now=now)
        row = _write(version, facts, attached, actor=actor, now=now)
        worklist.settle(subject_kind=SUBJECT, subject_ids=[version.id], actor=actor, now=now)
        if waiting is not None:
            told = {"reference": version.reference_code}
            _waiting.tell_clerks(actor.own_agency, version.id, _waiting.PUBLISHED, now=now, **told)
    return card_of(row)


def decline(*, version_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """Say no to what the clerk prepared, and why. Raises NotAllowed, UnknownDocument,

    IssuedByOthers, ReasonMissing, NothingWaits.
    """
    access.require(actor, "portal.clear", agency_id=actor.own_agency)
    version = _looks.own_version(version_id, actor)
    said = _looks.reason_of(reason)
    with transaction.atomic():
        declined = ClearanceState.DECLINED
        row = _waiting.end_waiting(version.document_id, declined, reason=said, actor=actor, now=now)
        if row is None:
            raise errors.NothingWaits()
        told = {"reference": version.reference_code, "reason": said}
        _waiting.tell_clerks(row.agency_id, version.id, _waiting.DECLINED, now=now, **told)


def _write(
    version: VersionCard,
    facts: PublicFacts,
    attached: list[AttachmentCard],
    *,
    actor: Actor,
    now: datetime,
) -> PublicDocument:
    before = PublicDocument.objects.select_for_update(of=("self",))
    row = before.filter(document=version.document_id).first()
    if row is None:
        row = PublicDocument(document_id=version.document_id, published_at=now)
    ordinal = len(documents.versions_of(version.document_id))
    if row.state == PublicState.TAKEN_DOWN or (row.ordinal or ordinal) != ordinal:
        row.published_at = now  # news again
    _say(row, version, facts, ordinal)
    row.state, row.taken_down_at, row.reason = PublicState.SHOWN, None, ""
    row.changed_at = now
    row.record_id = ledger.record(_act(row, facts), actor=actor, at=now).id
    row.save()
    _give(row, version, attached, now=now)
    search.index([NewText(SearchKind.VERSION, version.id, _words(row), ((PUBLIC,),))])
    return row


def _say(row: PublicDocument, version: VersionCard, facts: PublicFacts, ordinal: int) -> None:
    """Copy what everybody is told; nothing of recipients, deadlines and work goes along."""
    row.version_id, row.ordinal = version.id, ordinal
    row.agency_id, row.agency_name = version.issuer_id, version.issuer_name
    row.identifier = documents.identifier_of(version.document_id)
    row.reference_code, row.subject = version.reference_code, version.subject
    row.issued_on, row.year = version.issued_on, version.issued_on.year
    row.kind, row.page_count = version.kind, version.page_count
    row.signer_name = version.signer_name if facts.names_signer else ""
    row.signer_position = version.signer_position if facts.names_signer else ""
    row.legal_value, row.digest = version.legal_value, version.content_digest
    row.area, row.note = facts.area, _looks.tidy_note(facts.note)
    row.effective_on, row.ends_on = facts.effective_on, facts.ends_on


def _give(
    row: PublicDocument, version: VersionCard, attached: list[AttachmentCard], *, now: datetime
) -> None:
    """Write which files go out with this version, held by the issuer so that nobody destroys them.

    What no longer goes along is no longer to be had; the document's own file stays.
    """
    PublicFile.objects.filter(public=row, ordinal=row.ordinal).delete()
    files = [(0, version.content_name, version.content_digest)]
    files += [(one.position, one.name, one.digest) for one in attached]
    digests = [digest for _position, _name, digest in files]
    blob_services.give_custody(digests, [version.issuer_id], now=now)
    kept = blobs.content_cards(digests)
    PublicFile.objects.bulk_create(
        PublicFile(
            public=row,
            version_id=version.id,
            ordinal=row.ordinal,
            position=position,
            name=name,
            media_type=kept[digest].media_type,
            size=kept[digest].size,
            content_id=digest,
            published_at=now,
        )
        for position, name, digest in files
    )


def _words(row: PublicDocument) -> str:
    card = card_of(row)
    said = (row.reference_code, row.subject, row.agency_name, card.kind_name, row.signer_name)
    return " ".join([*said, row.identifier])


def _act(row: PublicDocument, facts: PublicFacts) -> Act:
    """What went out, in the clear: everybody has it."""
    return Act(
        name="portal.published",
        subjects={
            "public": str(row.pk),
            "document": str(row.document_id),
            "version": str(row.version_id),
            "agency": str(row.agency_id),
        },
        dimensions={"ordinal": row.ordinal, "attachments": len(set(facts.attachments))},
        private={"content": row.digest},
    )
