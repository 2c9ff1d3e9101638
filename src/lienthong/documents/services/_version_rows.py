"""The rows of one version, and what is told of it: the same for a new document and an update."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from lienthong.directory.types import AgencyCard
from lienthong.documents.events import VersionIssued
from lienthong.documents.models import Attachment, RecipientBlock, Rendition, Version
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.rules.recipient_block import packed
from lienthong.documents.types import LegalValue, Road, VersionCard, VersionFacts
from lienthong.kernel.actor import Actor
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.kernel.working_days import is_within_reach
from lienthong.tables.rows import Rows

_VERSION, _RENDITION = Rows(Version), Rows(Rendition)
_ATTACHMENTS = Rows(Attachment, "position", "name", "media_type", "description", "content_id")
_BLOCK = Rows(RecipientBlock)


def with_real_deadline(facts: VersionFacts, road: Road, *, today: date) -> VersionFacts:
    """Drop what another system wrote as a deadline and cannot be one; our own is refused."""
    if road.is_own or facts.due_on is None or is_within_reach(facts.due_on, today=today):
        return facts
    return replace(facts, due_on=None)


def card_of_new(
    document_id: UUID, facts: VersionFacts, issuer: AgencyCard, legal_value: LegalValue
) -> VersionCard:
    """Return the card of a version that is about to be written, with a new id."""
    return VersionCard(
        id=uuid7(),
        document_id=document_id,
        issuer_id=issuer.id,
        issuer_name=issuer.name,
        reference_code=facts.reference_code,
        issued_on=facts.issued_on,
        kind=facts.kind,
        kind_name=kind_name(facts.kind),
        subject=facts.subject,
        urgency=facts.urgency,
        content_digest=facts.content_digest,
        content_name=facts.content_name,
        page_count=facts.page_count,
        signer_name=facts.signer_name,
        signer_position=facts.signer_position,
        signer_authority=facts.signer_authority,
        due_on=facts.due_on,
        signed_at=facts.signed_at,
        legal_value=legal_value,
        concern=facts.concern,
        period=facts.period,
    )


def write_version(
    version: VersionCard,
    facts: VersionFacts,
    words: str,
    *,
    road: Road,
    is_scan: bool,
    now: datetime,
    ordinal: int = 1,
    brought_by: UUID | None = None,
) -> None:
    """Write a version with its parts and the rendition that its issuer brought.

    words: folded, for the search. brought_by: who brought the file in its stead.
    Four statements at most, whatever its size.
    """
    _write_version(version, facts, words, ordinal, now)
    _write_parts(version.id, facts)
    _RENDITION.insert(
        id=uuid7(),
        version_id=version.id,
        content_id=version.content_digest,
        road=road,
        agency_id=brought_by or version.issuer_id,
        is_scan=is_scan,
        legal_value=version.legal_value,
        received_at=now,
    )


def _write_version(
    card: VersionCard, facts: VersionFacts, words: str, ordinal: int, now: datetime
) -> None:
    _VERSION.insert(
        id=card.id,
        document_id=card.document_id,
        ordinal=ordinal,
        reference_code=card.reference_code,
        issued_on=card.issued_on,
        kind=card.kind,
        subject=card.subject,
        urgency=card.urgency,
        signer_name=card.signer_name,
        signer_position=card.signer_position,
        signer_authority=card.signer_authority,
        due_on=card.due_on,
        concern=card.concern,
        period=card.period,
        circulation=facts.circulation,
        signed_at=card.signed_at,
        content_id=card.content_digest,
        content_name=card.content_name,
        page_count=card.page_count,
        search_text=words,
        created_at=now,
    )


def _write_parts(version_id: UUID, facts: VersionFacts) -> None:
    _ATTACHMENTS.insert(
        (
            (position, each.name, each.media_type, each.description, each.digest)
            for position, each in enumerate(facts.attachments, start=1)
        ),
        version_id=version_id,
    )
    if facts.recipients:
        _BLOCK.insert(version_id=version_id, lines=packed(facts.recipients))


def tell_issued(
    version: VersionCard, road: Road, *, actor: Actor, now: datetime, is_update: bool = False
) -> None:
    """Announce a version that was just written."""
    announce(
        VersionIssued(
            version_id=version.id,
            document_id=version.document_id,
            issuer_id=version.issuer_id,
            kind=version.kind,
            content_digest=version.content_digest,
            road=road,
            legal_value=version.legal_value,
            issued_by=actor.reference,
            issued_at=now,
            is_update=is_update,
        )
    )
