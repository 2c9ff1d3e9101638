"""A document is issued: its identity, its version, what belongs to it, and who may see it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents.errors import NumberDoubled, OtherContent
from lienthong.documents.events import VersionIssued
from lienthong.documents.models import (
    Attachment,
    Document,
    ReadingRight,
    RecipientBlockLine,
    Rendition,
    Version,
)
from lienthong.documents.rules.facts import check_facts, search_text, tidy
from lienthong.documents.rules.kinds import kind_name
from lienthong.documents.services.relate import relate
from lienthong.documents.types import Grant, LegalValue, Road, VersionCard, VersionFacts, VersionRef
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.ids import uuid7
from lienthong.kernel.news import announce
from lienthong.kernel.working_days import is_within_reach
from lienthong.search import services as search
from lienthong.search.types import NewText, SearchKind
from lienthong.tables.places import place
from lienthong.tables.questions import question
from lienthong.tables.rows import Rows

_DOCUMENT, _VERSION, _RENDITION = Rows(Document), Rows(Version), Rows(Rendition)
_RIGHTS = Rows(ReadingRight, "agency_id", "granted_by")
_ATTACHMENTS = Rows(Attachment, "position", "name", "media_type", "description", "content_id")
_LINES = Rows(RecipientBlockLine, "position", "text", "role", "agency_id", "group_id")


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
    facts = _with_real_deadline(tidy(facts), road, today=local_day(now))
    issuer = issuer or directory.agency(facts.issuer_id)
    check_facts(
        facts,
        today=local_day(now),
        agency_abbreviation=issuer.abbreviation,
        agency_class=issuer.agency_class,
        is_own=road.is_own,
    )
    known = _known(facts)
    if known is not None:
        return _repeat(known, facts)
    try:
        with transaction.atomic():
            card = _write(facts, issuer, road, legal_value, delivered_to, is_scan=is_scan, now=now)
            _tell(card, road, actor=actor, now=now)
    except IntegrityError:
        known = _known(facts)  # another transaction was faster
        if known is None:
            raise
        return _repeat(known, facts)
    return VersionRef(card.id, card.document_id, is_new=True, card=card)


def _tell(version: VersionCard, road: Road, *, actor: Actor, now: datetime) -> None:
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
        )
    )


def _with_real_deadline(facts: VersionFacts, road: Road, *, today: date) -> VersionFacts:
    """Drop what another system wrote as a deadline and cannot be one; our own is refused."""
    if road.is_own or facts.due_on is None or is_within_reach(facts.due_on, today=today):
        return facts
    return replace(facts, due_on=None)


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


def _id_of(version: Version) -> str:
    return version.document.foreign_id


def _repeat(known: Version, facts: VersionFacts) -> VersionRef:
    attached = list(known.attachments.order_by("position").values_list("content_id", flat=True))
    wanted = [each.digest for each in facts.attachments]
    if (known.content_id, attached) == (facts.content_digest, wanted):
        return VersionRef(known.id, known.document_id, is_new=False)
    if (known.issued_on, known.subject) != (facts.issued_on, facts.subject) and not (
        facts.foreign_id and _id_of(known) == facts.foreign_id
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
) -> VersionCard:
    """All rows of a new document; their number does not depend on its size."""
    document_id = uuid7()
    _DOCUMENT.insert(
        id=document_id,
        issuer_id=issuer.id,
        year=facts.issued_on.year,
        number=facts.number,
        number_suffix=facts.number_suffix,
        notation=facts.notation,
        foreign_id=facts.foreign_id,
        created_at=now,
    )
    card = _card(document_id, facts, issuer, legal_value)
    words = search_text(facts, issuer_name=issuer.name)
    _write_version(card, facts, words, now)
    _write_parts(card.id, facts)
    relate(card.id, document_id, facts, issuer_id=issuer.id)
    _RENDITION.insert(
        id=uuid7(),
        version_id=card.id,
        content_id=facts.content_digest,
        road=road,
        agency_id=issuer.id,
        is_scan=is_scan,
        legal_value=legal_value,
        received_at=now,
    )
    _let_read(card, words, delivered_to, now=now)
    return card


def _card(
    document_id: UUID, facts: VersionFacts, issuer: AgencyCard, legal_value: LegalValue
) -> VersionCard:
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
    )


def _let_read(
    version: VersionCard, words: str, delivered_to: Collection[UUID], *, now: datetime
) -> None:
    granted = {version.issuer_id: Grant.ISSUED}
    for agency_id in delivered_to:
        granted.setdefault(agency_id, Grant.DELIVERED)
    _RIGHTS.insert(granted.items(), document_id=version.document_id, granted_at=now)
    readers = tuple((agency_id,) for agency_id in granted)
    search.index([NewText(SearchKind.VERSION, version.id, words, readers)])


def _write_version(card: VersionCard, facts: VersionFacts, words: str, now: datetime) -> None:
    _VERSION.insert(
        id=card.id,
        document_id=card.document_id,
        reference_code=card.reference_code,
        issued_on=card.issued_on,
        kind=card.kind,
        subject=card.subject,
        urgency=card.urgency,
        signer_name=card.signer_name,
        signer_position=card.signer_position,
        signer_authority=card.signer_authority,
        due_on=card.due_on,
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
    _LINES.insert(
        (
            (position, line.text, line.role, line.agency_id, line.group_id)
            for position, line in enumerate(facts.recipients, start=1)
        ),
        version_id=version_id,
    )
