"""An update: what is issued again under the same number becomes another version."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.documents.errors import (
    IssuedByPredecessor,
    NothingChanged,
    OtherNumber,
    UnknownDocument,
)
from lienthong.documents.models import Document, ReadingRight, Version
from lienthong.documents.rules.facts import check_facts, search_text, tidy
from lienthong.documents.services._version_rows import (
    card_of_new,
    tell_issued,
    with_real_deadline,
    write_version,
)
from lienthong.documents.services._words import readers_of
from lienthong.documents.services.relate import relate
from lienthong.documents.types import (
    LegalValue,
    RelationKind,
    Road,
    VersionFacts,
    VersionRef,
    written_reference,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.search import services as search
from lienthong.search.types import NewText, SearchKind

_SAID = (
    *("issued_on", "kind", "subject", "urgency", "due_on"),
    *("signer_name", "signer_position", "signer_authority"),
)


def issue_update(
    *,
    document_id: UUID,
    facts: VersionFacts,
    road: Road,
    legal_value: LegalValue,
    actor: Actor,
    now: datetime,
    is_scan: bool = False,
) -> VersionRef:
    """Keep another version of a document, inside the caller's transaction.

    The earlier ones stay as they were issued. Number, notation and year are those of the document:
    what gets another number replaces it instead. Whoever may see the document may see the version.
    road, legal_value, is_scan: as for `issue_version`. Two updates at once wait for each other.
    Raises UnknownDocument when the issuer of the facts has no such document;
    IssuedByPredecessor when an agency issued it whose heir that one is; OtherNumber;
    NothingChanged when files and fields are those of the newest version; and what `issue_version`
    says of wrong fields.
    """
    facts = with_real_deadline(tidy(facts), road, today=local_day(now))
    issuer = directory.agency(facts.issuer_id)
    with transaction.atomic():
        document = _locked(document_id, facts)
        check_facts(
            facts,
            today=local_day(now),
            agency_abbreviation=issuer.abbreviation,
            agency_class=issuer.agency_class,
            is_own=road.is_own,
        )
        newest = Version.objects.filter(document=document).order_by("-ordinal")[0]
        _require_change(newest, facts)
        card = card_of_new(document_id, facts, issuer, legal_value)
        words = search_text(facts, issuer_name=issuer.name)
        write_version(
            card,
            facts,
            words,
            road=road,
            is_scan=is_scan,
            now=now,
            ordinal=newest.ordinal + 1,
        )
        relate(card.id, document_id, _others(facts), issuer_id=issuer.id)
        _let_find(card.id, document_id, words)
        tell_issued(card, road, actor=actor, now=now, is_update=True)
    return VersionRef(card.id, document_id, is_new=True, card=card)


def _others(facts: VersionFacts) -> VersionFacts:
    """The version is of the document that it updates: there is no link to itself."""
    relations = tuple(one for one in facts.relations if one.kind != RelationKind.UPDATES)
    return replace(facts, relations=relations)


def require_change(*, document_id: UUID, facts: VersionFacts) -> None:
    """Raise NothingChanged as `issue_update` would, while nothing is kept. Two statements."""
    newest = Version.objects.filter(document_id=document_id).order_by("-ordinal").first()
    if newest is not None:
        _require_change(newest, tidy(facts))


def require_issuer(document_id: UUID, agency_id: UUID) -> None:
    """Let only its issuer update a document: an heir replaces it. One statement, two in a refusal.

    Raises UnknownDocument and IssuedByPredecessor.
    """
    document = Document.objects.filter(pk=document_id).first()
    _require_issuer(document, agency_id)


def _require_issuer(document: Document | None, agency_id: UUID) -> Document:
    if document is None:
        raise UnknownDocument
    if document.issuer_id == agency_id:
        return document
    if document.issuer_id in directory.with_inherited(agency_id):
        raise IssuedByPredecessor(
            reference=written_reference(document.number, document.number_suffix, document.notation)
        )
    raise UnknownDocument


def _locked(document_id: UUID, facts: VersionFacts) -> Document:
    rows = Document.objects.select_for_update(no_key=True)
    document = _require_issuer(rows.filter(pk=document_id).first(), facts.issuer_id)
    number = (document.year, document.number, document.number_suffix, document.notation)
    said = (facts.issued_on.year, facts.number, facts.number_suffix, facts.notation)
    if number != said:
        raise OtherNumber(reference=facts.reference_code)
    return document


def _require_change(newest: Version, facts: VersionFacts) -> None:
    attached = newest.attachments.order_by("position").values_list("content_id", flat=True)
    files = [newest.content_id, *attached]
    wanted = [facts.content_digest, *(each.digest for each in facts.attachments)]
    same_fields = all(getattr(newest, name) == getattr(facts, name) for name in _SAID)
    if files == wanted and same_fields:
        raise NothingChanged(reference=newest.reference_code)


def _let_find(version_id: UUID, document_id: UUID, words: str) -> None:
    """Whoever has the document finds the new version by its words. Two statements.

    Not who gave it back: the words are content, and it is to have none of what came later.
    """
    rights = ReadingRight.objects.filter(
        document_id=document_id, content_ended_at__isnull=True
    ).order_by("pk")
    readers = readers_of(rights.values_list("agency_id", "unit_id", "person_id"))
    search.index([NewText(SearchKind.VERSION, version_id, words, readers)])
