"""A new document in the words of documents and exchange, made of what its system says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import AgencyCard
from lienthong.documents.rules.facts import check_facts, tidy
from lienthong.documents.types import (
    AttachedFile,
    RecipientLine,
    RecipientRole,
    RelationFacts,
    RelationKind,
    VersionFacts,
)
from lienthong.exchange.types import ChangeKind, Recipient
from lienthong.gateways.errors import RecipientCodeUnknown
from lienthong.gateways.services.documents._contents import Content
from lienthong.gateways.types import Answered, NewDocument, NewRecipient
from lienthong.kernel.clock import local_day

# Codes that are named in a refusal; a wrong list may have hundreds.
_NAMED = 20
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class Addressed:
    """The agencies that get a document, and the lines of its recipients block."""

    recipients: tuple[Recipient, ...]
    lines: tuple[RecipientLine, ...]
    agencies: Mapping[UUID, AgencyCard]


def addressed(new: NewDocument) -> Addressed:
    """Return whom a document goes to. One statement. Raises RecipientCodeUnknown."""
    known = directory.agencies_by_codes({one.code for one in new.recipients})
    unknown = [one.code for one in new.recipients if one.code not in known]
    if unknown:
        raise RecipientCodeUnknown(codes=", ".join(unknown[:_NAMED]))
    lines = [_line(one, known) for one in new.recipients]
    if new.filed:
        lines.append(RecipientLine(new.filed[:_LONGEST_LINE], RecipientRole.FILE))
    recipients = tuple(Recipient(known[one.code].id, one.role) for one in new.recipients)
    return Addressed(recipients, tuple(lines), {card.id: card for card in known.values()})


def _line(recipient: NewRecipient, known: Mapping[str, AgencyCard]) -> RecipientLine:
    agency = known[recipient.code]
    return RecipientLine(agency.name[:_LONGEST_LINE], recipient.role, agency.id)


def facts_of(
    new: NewDocument,
    *,
    issuer: AgencyCard,
    lines: tuple[RecipientLine, ...],
    content: Content,
    attachments: Sequence[Content],
) -> VersionFacts:
    """Return the fields of the document as documents keeps them; its pages are not counted yet."""
    return VersionFacts(
        issuer_id=issuer.id,
        number=new.number,
        number_suffix=new.number_suffix,
        notation=new.notation,
        issued_on=new.issued_on,
        kind=new.kind,
        subject=new.subject,
        content_digest=content.digest,
        content_name=content.name,
        page_count=0,
        urgency=new.urgency,
        signer_name=new.signer_name,
        signer_position=new.signer_position,
        signer_authority=new.signer_authority,
        due_on=new.due_on,
        concern=new.concern,
        period=new.period,
        foreign_id=new.foreign_id,
        recipients=lines,
        attachments=tuple(
            AttachedFile(one.name, one.digest, one.media_type, one.description)
            for one in attachments
        ),
        relations=tuple(_relations(new)),
    )


def require_form(facts: VersionFacts, issuer: AgencyCard, *, now: datetime) -> None:
    """Raise what documents would refuse about the fields, before any file is looked at."""
    check_facts(
        tidy(facts),
        today=local_day(now),
        agency_abbreviation=issuer.abbreviation,
        agency_class=issuer.agency_class,
        # Of another installation, whose own rules judged it: a foreign form is a warning.
        is_own=not issuer.is_outside,
    )


def _relations(new: NewDocument) -> Iterator[RelationFacts]:
    """What it answers and what it replaces; an update is of the same document."""
    if new.answers is not None:
        yield _relation(RelationKind.ANSWERS, new.answers)
    if new.change is not None and new.change.kind == ChangeKind.REPLACEMENT:
        yield _relation(RelationKind.REPLACES, new.change.earlier)


def _relation(kind: RelationKind, named: Answered) -> RelationFacts:
    return RelationFacts(
        kind,
        document_id=named.document_id,
        foreign_id=named.foreign_id,
        reference_code=named.reference_code,
        issuer_code=named.issuer_code,
        issued_on=named.issued_on,
    )
