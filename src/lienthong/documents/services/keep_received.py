"""What came on paper or by mail is kept as its receiver has it: nobody else may know of it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import UNLISTED, AgencyClass
from lienthong.documents.errors import UnknownDocument
from lienthong.documents.models import Document, ReadingRight, Reception, Version
from lienthong.documents.rules.facts import check_facts, search_text, tidy
from lienthong.documents.services._version_rows import (
    card_of_new,
    with_real_deadline,
    write_version,
)
from lienthong.documents.services._words import readers_of
from lienthong.documents.types import (
    AttachedFile,
    Grant,
    LegalValue,
    Road,
    Urgency,
    VersionCard,
    VersionFacts,
)
from lienthong.kernel.clock import local_day
from lienthong.search import services as search
from lienthong.search.types import NewText, SearchKind


def keep_received(
    *,
    facts: VersionFacts,
    author: str,
    author_id: UUID | None,
    agency_id: UUID,
    road: Road,
    legal_value: LegalValue,
    is_scan: bool,
    now: datetime,
) -> VersionCard:
    """Keep a document that came to an agency by another road, inside the caller's transaction.

    It is a document of its own, whatever its author has issued: a picture that one agency made of
    a paper never becomes the document of another, and takes no number of the author's. Only the
    receiver may read it. facts: without issuer; the number stands in the notation as it was
    written. author: its name in words; author_id: its agency, where it is in the directory. The
    contents are in the blobs already. Raises SecretDocument, DateInFuture, FieldMissing,
    FieldTooLong. Some ten statements.
    """
    facts = _checked(facts, road, today=local_day(now))
    directory_services.open_unlisted()
    with transaction.atomic(savepoint=False):
        document = Document.objects.create(
            issuer_id=UNLISTED,
            year=facts.issued_on.year,
            notation=facts.notation,
            created_at=now,
        )
        reception = Reception.objects.create(
            document=document, agency_id=agency_id, author=author, author_agency_id=author_id
        )
        ReadingRight.objects.create(
            document=document, agency_id=agency_id, granted_by=Grant.DELIVERED, granted_at=now
        )
        return _write(reception, facts, road, legal_value, is_scan=is_scan, now=now)


def keep_scan(
    *,
    version_id: UUID,
    agency_id: UUID,
    digest: str,
    name: str,
    page_count: int,
    legal_value: LegalValue,
    now: datetime,
) -> VersionCard:
    """Let a document that was entered without its scan have it: another version of the same.

    Inside the caller's transaction. Raises UnknownDocument for what is no paper of this agency.
    """
    own = Version.objects.filter(pk=version_id, document__reception__agency_id=agency_id)
    row = own.select_related("document__reception").first()
    if row is None:
        raise UnknownDocument
    Document.objects.select_for_update(no_key=True).get(pk=row.document_id)
    newest = Version.objects.filter(document_id=row.document_id).order_by("-ordinal")[0]
    facts = VersionFacts(
        issuer_id=UNLISTED,
        number=None,
        number_suffix="",
        notation=newest.reference_code,
        issued_on=newest.issued_on,
        kind=newest.kind,
        subject=newest.subject,
        content_digest=digest,
        content_name=name,
        page_count=page_count,
        signer_name=newest.signer_name,
        due_on=newest.due_on,
        urgency=Urgency(newest.urgency),
        attachments=tuple(
            AttachedFile(each.name, each.content_id, each.media_type, each.description)
            for each in newest.attachments.order_by("position")
        ),
    )
    return _write(
        row.document.reception,
        tidy(facts),
        Road.PAPER,
        legal_value,
        is_scan=True,
        now=now,
        ordinal=newest.ordinal + 1,
    )


def _checked(facts: VersionFacts, road: Road, *, today: date) -> VersionFacts:
    facts = with_real_deadline(tidy(facts), road, today=today)
    facts = replace(facts, issuer_id=UNLISTED, number=None, number_suffix="")
    check_facts(
        facts, today=today, agency_abbreviation="", agency_class=AgencyClass.STATE, is_own=False
    )
    return facts


def _write(
    reception: Reception,
    facts: VersionFacts,
    road: Road,
    legal_value: LegalValue,
    *,
    is_scan: bool,
    now: datetime,
    ordinal: int = 1,
) -> VersionCard:
    issuer = directory.agency(UNLISTED)
    card = replace(
        card_of_new(reception.document_id, facts, issuer, legal_value),
        issuer_name=reception.author,
        received_by=reception.agency_id,
        author_id=reception.author_agency_id,
    )
    words = search_text(facts, issuer_name=reception.author)
    write_version(
        card,
        facts,
        words,
        road=road,
        is_scan=is_scan,
        now=now,
        ordinal=ordinal,
        brought_by=reception.agency_id,
    )
    rights = ReadingRight.objects.filter(document_id=reception.document_id).order_by("pk")
    readers = readers_of(rights.values_list("agency_id", "unit_id", "person_id"))
    search.index([NewText(SearchKind.VERSION, card.id, words, readers)])
    return card
