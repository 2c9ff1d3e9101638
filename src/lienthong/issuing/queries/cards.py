"""One draft, with its course, its files and its recipients."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.documents.rules.copies import Carrier
from lienthong.documents.types import RecipientLine, RecipientRole, Urgency, Viewer
from lienthong.exchange.types import Recipient
from lienthong.issuing import errors
from lienthong.issuing.models import Draft, DraftAttachment, DraftCopy, Step
from lienthong.issuing.queries import _stored as stored
from lienthong.issuing.types import (
    CopiedDocument,
    CopyCard,
    DraftCard,
    DraftFacts,
    DraftFile,
    DraftState,
    Origin,
    StepLine,
)


def draft_card(draft_id: UUID, *, agency_id: UUID | None) -> DraftCard:
    """Return one draft of an agency; raises DraftNotFound, also for another agency's."""
    row = stored.drafts().filter(pk=draft_id, agency_id=agency_id).first() if agency_id else None
    if row is None:
        raise errors.DraftNotFound()
    return card_of(row, recipients=_recipients(row))


def visible_draft(draft_id: UUID, *, viewer: Viewer, post_id: UUID | None) -> DraftCard:
    """Return one draft for a page; an officer sees those of the own unit. Raises DraftNotFound."""
    row = stored.own(stored.drafts(), viewer, post_id).filter(pk=draft_id).first()
    if row is None:
        raise errors.DraftNotFound()
    return card_of(row, recipients=_recipients(row))


def copy_card(draft_id: UUID) -> CopyCard:
    """Return what a draft is a copy of. One statement. Raises DraftNotFound for what is none."""
    row = DraftCopy.objects.filter(pk=draft_id).first()
    if row is None:
        raise errors.DraftNotFound()
    original = CopiedDocument(
        row.original_id, row.issuer, row.reference_code, row.issued_on, row.kind, row.subject
    )
    return CopyCard(original, Carrier(row.source), Carrier(row.target), row.place)


def paper_copies_of(version_id: UUID, *, agency_id: UUID) -> list[tuple[UUID, str]]:
    """Return an agency's numbered copies on paper of a document: id and number, the first first.

    Electronic ones are documents, and tied to what they copy. One statement.
    """
    rows = Draft.objects.filter(
        agency_id=agency_id,
        copy_of__original=version_id,
        copy_of__target=Carrier.PAPER,
        entry__isnull=False,
    )
    return list(rows.order_by("pk").values_list("pk", "entry__reference_code"))


def urgencies_of_drafts(draft_ids: Collection[UUID]) -> dict[UUID, Urgency]:
    """Return how urgent drafts are. One statement, none for no ids."""
    if not draft_ids:
        return {}
    rows = Draft.objects.filter(pk__in=draft_ids).values_list("pk", "urgency")
    return {draft_id: Urgency(word) for draft_id, word in rows}


def card_of(row: Draft, *, recipients: tuple[RecipientLine, ...]) -> DraftCard:
    """Return a row of `rows` as plain values."""
    return DraftCard(
        id=row.id,
        agency_id=row.agency_id,
        origin=Origin(row.origin),
        state=DraftState(row.state),
        facts=DraftFacts(
            kind=row.kind,
            subject=row.subject,
            notation=row.notation,
            signer_post_id=row.signer_id,
            urgency=Urgency(row.urgency),
            due_on=row.due_on,
            recipients=recipients,
            answers_entry_id=row.answers_entry_id,
            consults_draft_id=row.consults_id,
            number=row.given_number,
            number_suffix=row.given_suffix,
            issued_on=row.given_issued_on,
            signer_name=row.signer_name,
            signer_position=row.signer_position,
            signer_authority=row.signer_authority,
            slip=row.slip,
            concern=row.concern,
            period=row.period,
        ),
        content_digest=row.content_id,
        content_name=row.content_name,
        drafted_by=row.drafted_by.person.name,
        drafted_by_post=row.drafted_by_id,
        entry_id=row.entry_id,
        entry_number=row.entry.reference_code if row.entry else "",
        version_id=row.version_id,
        dispatch_id=row.dispatch_id,
        return_reason=row.return_reason,
        created_at=row.created_at,
        signed_at=row.signed_at,
        recipient_count=row.recipient_count,  # type: ignore[attr-defined]  # by `drafts`
        to_sign_until=row.to_sign_until,
    )


def course(draft_id: UUID) -> list[StepLine]:
    """Return what happened to a draft, the first step first."""
    return [
        StepLine(row.name, row.note, row.actor_name, row.actor_title, row.happened_at)
        for row in Step.objects.filter(draft_id=draft_id)
    ]


def attachments_of(draft_id: UUID) -> list[DraftFile]:
    """Return the files that go with a draft, in their order. One statement."""
    rows = DraftAttachment.objects.filter(draft_id=draft_id).select_related("content")
    return [
        DraftFile(row.position, row.name, row.content_id, row.content.size, row.media_type)
        for row in rows
    ]


def recipients_of(
    lines: Collection[RecipientLine], *, sender_id: UUID, on: date
) -> tuple[Recipient, ...]:
    """Turn a recipients block into agencies: groups are those of the day, a named line goes first.

    Five statements at most for each group.
    """
    roles: dict[UUID, RecipientRole] = {}
    sent = [line for line in lines if line.role != RecipientRole.FILE]
    for line in sent:
        if line.agency_id is not None:
            roles.setdefault(line.agency_id, line.role)
    for line in sent:
        if line.group_id is not None:
            for member in directory.expand_group(line.group_id, on=on):
                if member.id != sender_id:
                    roles.setdefault(member.id, line.role)
    return tuple(Recipient(agency_id, role) for agency_id, role in roles.items())


def _recipients(row: Draft) -> tuple[RecipientLine, ...]:
    return tuple(
        RecipientLine(r.text, RecipientRole(r.role), r.agency_id, r.group_id, r.unit_id)
        for r in row.recipients.all()
    )
