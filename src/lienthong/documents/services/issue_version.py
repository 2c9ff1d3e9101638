"""A document is issued: its identity, its version, what belongs to it, and who may see it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

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
from lienthong.documents.queries.versions import card_of
from lienthong.documents.rules.facts import check_facts, search_text, tidy
from lienthong.documents.services.relate import relate
from lienthong.documents.types import Grant, LegalValue, Road, VersionFacts, VersionRef
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.news import announce
from lienthong.kernel.working_days import is_within_reach
from lienthong.search import services as search
from lienthong.search.types import NewText, SearchKind

_BATCH = 500


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
            version = _write(
                facts, issuer, road, legal_value, delivered_to, is_scan=is_scan, now=now
            )
            _tell(version, facts, road, legal_value, actor=actor, now=now)
    except IntegrityError:
        known = _known(facts)  # another transaction was faster
        if known is None:
            raise
        return _repeat(known, facts)
    card = card_of(version, issuer_id=issuer.id, issuer_name=issuer.name, legal_value=legal_value)
    return VersionRef(version.id, version.document_id, is_new=True, card=card)


def _tell(
    version: Version,
    facts: VersionFacts,
    road: Road,
    legal_value: LegalValue,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    announce(
        VersionIssued(
            version_id=version.id,
            document_id=version.document_id,
            issuer_id=facts.issuer_id,
            kind=facts.kind,
            content_digest=facts.content_digest,
            road=road,
            legal_value=legal_value,
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
    same = Q(
        document__year=facts.issued_on.year,
        document__number=facts.number,
        document__number_suffix=facts.number_suffix,
        document__notation=facts.notation,
    )
    if facts.number is None:
        same &= Q(content=facts.content_digest)
    if facts.foreign_id:
        same |= Q(document__foreign_id=facts.foreign_id)
    rows = Version.objects.filter(same, document__issuer=facts.issuer_id)
    found = list(rows.select_related("document").order_by("-ordinal")[:10])
    by_id = [row for row in found if facts.foreign_id and _id_of(row) == facts.foreign_id]
    return next(iter(by_id or found), None)


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
) -> Version:
    """All rows of a new document; its size adds a statement only past 500 lines (160 on SQLite)."""
    document = Document.objects.create(
        issuer_id=issuer.id,
        year=facts.issued_on.year,
        number=facts.number,
        number_suffix=facts.number_suffix,
        notation=facts.notation,
        foreign_id=facts.foreign_id,
        created_at=now,
    )
    version = _write_version(document, facts, issuer.name, now)
    _write_parts(version, facts)
    relate(version, facts, issuer_id=issuer.id)
    Rendition.objects.create(
        version=version,
        content_id=facts.content_digest,
        road=road,
        agency_id=issuer.id,
        is_scan=is_scan,
        legal_value=legal_value,
        received_at=now,
    )
    _let_read(version, issuer.id, delivered_to, now=now)
    return version


def _let_read(
    version: Version, issuer_id: UUID, delivered_to: Collection[UUID], *, now: datetime
) -> None:
    granted = {issuer_id: Grant.ISSUED}
    for agency_id in delivered_to:
        granted.setdefault(agency_id, Grant.DELIVERED)
    ReadingRight.objects.bulk_create(
        [
            ReadingRight(
                document_id=version.document_id,
                agency_id=agency_id,
                granted_by=granted_by,
                granted_at=now,
            )
            for agency_id, granted_by in granted.items()
        ],
        batch_size=_BATCH,
    )
    readers = tuple((agency_id,) for agency_id in granted)
    search.index([NewText(SearchKind.VERSION, version.id, version.search_text, readers)])


def _write_version(
    document: Document, facts: VersionFacts, issuer_name: str, now: datetime
) -> Version:
    return Version.objects.create(
        document=document,
        reference_code=facts.reference_code,
        issued_on=facts.issued_on,
        kind=facts.kind,
        subject=facts.subject,
        urgency=facts.urgency,
        signer_name=facts.signer_name,
        signer_position=facts.signer_position,
        signer_authority=facts.signer_authority,
        due_on=facts.due_on,
        circulation=facts.circulation,
        signed_at=facts.signed_at,
        content_id=facts.content_digest,
        content_name=facts.content_name,
        page_count=facts.page_count,
        search_text=search_text(facts, issuer_name=issuer_name),
        created_at=now,
    )


def _write_parts(version: Version, facts: VersionFacts) -> None:
    Attachment.objects.bulk_create(
        [
            Attachment(
                version=version,
                position=position,
                name=each.name,
                media_type=each.media_type,
                description=each.description,
                content_id=each.digest,
            )
            for position, each in enumerate(facts.attachments, start=1)
        ],
        batch_size=_BATCH,
    )
    RecipientBlockLine.objects.bulk_create(
        [
            RecipientBlockLine(
                version=version,
                position=position,
                text=line.text,
                role=line.role,
                agency_id=line.agency_id,
                group_id=line.group_id,
            )
            for position, line in enumerate(facts.recipients, start=1)
        ],
        batch_size=_BATCH,
    )
