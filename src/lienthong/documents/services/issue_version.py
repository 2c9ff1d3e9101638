"""A document is issued: its identity, its version, what belongs to it, and who may see it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents.errors import NumberDoubled, OtherContent
from lienthong.documents.models import Document, DocumentIdentifier, ReadingRight, Version
from lienthong.documents.rules.facts import check_facts, search_text, tidy
from lienthong.documents.services._version_rows import (
    card_of_new,
    tell_issued,
    with_real_deadline,
    write_version,
)
from lienthong.documents.services.relate import relate
from lienthong.documents.types import Grant, LegalValue, Road, VersionCard, VersionFacts, VersionRef
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.search import services as search
from lienthong.search.types import NewText, SearchKind
from lienthong.tables.places import place
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows

_DOCUMENT = Rows(Document, ignore_conflicts=True)
_RIGHTS = Rows(ReadingRight, "agency_id", "granted_by")


def issue_version(
    *,
    facts: VersionFacts,
    road: Road,
    legal_value: LegalValue,
    actor: Actor,
    now: datetime,
    is_scan: bool = False,
    issuer: AgencyCard | None = None,
    delivered_to: Collection[UUID] = (),
) -> VersionRef:
    """Keep what was issued, inside the caller's transaction; the same again changes nothing.

    road: of what is made or brought in by its issuer here, form errors are refused; what comes
    from others is kept as it is. The contents are in the blobs already. The issuer may see it.
    issuer: its card, where the caller has read it. delivered_to: agencies that are sent it in this
    transaction; of a new version they may see it as well.
    A new document is made where neither the sender's id nor number, notation and year are known;
    an update of a known one is an act of its own.
    Raises SecretDocument, DateInFuture, FieldMissing, FieldTooLong, UnknownKind,
    NotationAgainstRule, NumberDoubled, OtherContent, UnknownAgency.
    """
    facts = with_real_deadline(tidy(facts), road, today=local_day(now))
    issuer = issuer or directory.agency(facts.issuer_id)
    check_facts(
        facts,
        today=local_day(now),
        agency_abbreviation=issuer.abbreviation,
        agency_class=issuer.agency_class,
        is_own=road.is_own and not issuer.is_outside,
    )
    known = _known(facts)
    if known is not None:
        return _repeat(known, facts)
    # No point to come back to of its own: what is raised here ends the caller's transaction.
    with transaction.atomic(savepoint=False):
        card = _write(facts, issuer, road, legal_value, delivered_to, is_scan=is_scan, now=now)
        if card is not None:
            tell_issued(card, road, actor=actor, now=now)
            return VersionRef(card.id, card.document_id, is_new=True, card=card)
        known = _known(facts)  # another transaction was faster
        if known is None:
            raise IntegrityError("a document that is like no other was not written")
        return _repeat(known, facts)


def _known(facts: VersionFacts) -> Version | None:
    """The newest version of the document that these facts mean, by the sender's id first."""
    issuer, found = facts.issuer_id, None
    if facts.foreign_id:
        found = _of_foreign_id.first(issuer=issuer, foreign_id=facts.foreign_id)
    if found is not None:
        return found
    named = {
        "issuer": issuer,
        "year": facts.issued_on.year,
        "suffix": facts.number_suffix,
        "notation": facts.notation,
    }
    if facts.number is None:
        return _of_content.first(content=facts.content_digest, **named)
    return _of_number.first(number=facts.number, **named)


def _newest(**document: object) -> "QuerySet[Version]":
    same = {f"document__{name}": value for name, value in document.items()}
    rows = Version.objects.filter(document__issuer=place("issuer"), **same)
    return rows.select_related("document").order_by("-ordinal")


@question
def _of_foreign_id() -> "QuerySet[Version]":
    return _newest(foreign_id=place("foreign_id"))[:1]


@question
def _of_number() -> "QuerySet[Version]":
    named = {"number_suffix": place("suffix"), "notation": place("notation")}
    return _newest(year=place("year"), number=place("number"), **named)[:1]


@question
def _of_content() -> "QuerySet[Version]":
    named = {"number_suffix": place("suffix"), "notation": place("notation")}
    rows = _newest(year=place("year"), number__isnull=True, **named)
    return rows.filter(content=place("content"))[:1]


def _repeat(known: Version, facts: VersionFacts) -> VersionRef:
    attached = list(known.attachments.order_by("position").values_list("content_id", flat=True))
    wanted = [each.digest for each in facts.attachments]
    if (known.content_id, attached) == (facts.content_digest, wanted):
        return VersionRef(known.id, known.document_id, is_new=False)
    if (known.issued_on, known.subject) != (facts.issued_on, facts.subject) and not (
        facts.foreign_id and known.document.foreign_id == facts.foreign_id
    ):
        raise NumberDoubled(
            reference=facts.reference_code, year=facts.issued_on.year, subject=known.subject
        )
    raise OtherContent(reference=known.reference_code)


def _write(
    facts: VersionFacts,
    issuer: AgencyCard,
    road: Road,
    legal_value: LegalValue,
    delivered_to: Collection[UUID],
    *,
    is_scan: bool,
    now: datetime,
) -> VersionCard | None:
    """All rows of a new document, in a fixed number of statements; None where it is there now."""
    document_id = uuid7()
    is_new = _DOCUMENT.insert(
        id=document_id,
        issuer_id=issuer.id,
        year=facts.issued_on.year,
        number=facts.number,
        number_suffix=facts.number_suffix,
        notation=facts.notation,
        foreign_id=facts.foreign_id,
        created_at=now,
    )
    if not is_new:
        return None
    if facts.identifier:
        DocumentIdentifier.objects.create(document_id=document_id, text=facts.identifier)
    card = card_of_new(document_id, facts, issuer, legal_value)
    words = search_text(facts, issuer_name=issuer.name)
    write_version(card, facts, words, road=road, is_scan=is_scan, now=now)
    relate(card.id, document_id, facts, issuer_id=issuer.id)
    _let_read(card, words, delivered_to, now=now)
    return card


def _let_read(
    version: VersionCard, words: str, delivered_to: Collection[UUID], *, now: datetime
) -> None:
    granted = {version.issuer_id: Grant.ISSUED}
    for agency_id in delivered_to:
        granted.setdefault(agency_id, Grant.DELIVERED)
    _RIGHTS.insert(granted.items(), document_id=version.document_id, granted_at=now)
    readers = tuple((agency_id,) for agency_id in granted)
    search.index([NewText(SearchKind.VERSION, version.id, words, readers)])
