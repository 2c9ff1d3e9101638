"""What others may know of drafts."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lienthong.documents.types import RecipientLine, RecipientRole, Urgency, Viewer
from lienthong.issuing import errors
from lienthong.issuing.models import Draft, Step
from lienthong.issuing.types import DraftCard, DraftFacts, DraftState, Origin, StepLine

PAGE = 50


def draft_card(draft_id: UUID, *, agency_id: UUID | None) -> DraftCard:
    """Return one draft of an agency; raises DraftNotFound, also for another agency's."""
    row = _rows().filter(pk=draft_id, agency_id=agency_id).first()
    if row is None:
        raise errors.DraftNotFound()
    return _card(row, recipients=_recipients(row))


def visible_draft(draft_id: UUID, *, viewer: Viewer, post_id: UUID | None) -> DraftCard:
    """Return one draft for a page; an officer sees those of the own unit. Raises DraftNotFound."""
    row = _visible(viewer, post_id).filter(pk=draft_id).first()
    if row is None:
        raise errors.DraftNotFound()
    return _card(row, recipients=_recipients(row))


def drafts(
    *,
    viewer: Viewer,
    post_id: UUID | None,
    states: Collection[DraftState],
    before: UUID | None = None,
    limit: int = PAGE,
) -> list[DraftCard]:
    """Return drafts in these states, the newest first; recipients are only counted."""
    rows = _visible(viewer, post_id).filter(state__in=list(states))
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_card(row, recipients=()) for row in rows.order_by("-id")[:limit]]


def course(draft_id: UUID) -> list[StepLine]:
    """Return what happened to a draft, the first step first."""
    return [
        StepLine(row.name, row.note, row.actor_name, row.actor_title, row.happened_at)
        for row in Step.objects.filter(draft_id=draft_id)
    ]


def _visible(viewer: Viewer, post_id: UUID | None) -> QuerySet[Draft]:
    rows = _rows().filter(agency_id=viewer.agency_id)
    if viewer.sees_whole_agency:
        return rows
    mine = Q(drafted_by_id=post_id) | Q(signer_id=post_id)
    if viewer.unit_id is not None:
        mine |= Q(unit_id=viewer.unit_id)
    return rows.filter(mine)


def _rows() -> QuerySet[Draft]:
    return Draft.objects.select_related("drafted_by__person", "entry").annotate(
        recipient_count=Count("recipients")
    )


def _recipients(row: Draft) -> tuple[RecipientLine, ...]:
    return tuple(
        RecipientLine(r.text, RecipientRole(r.role), r.agency_id, r.group_id)
        for r in row.recipients.all()
    )


def _card(row: Draft, *, recipients: tuple[RecipientLine, ...]) -> DraftCard:
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
            number=row.given_number,
            number_suffix=row.given_suffix,
            issued_on=row.given_issued_on,
            signer_name=row.signer_name,
            signer_position=row.signer_position,
            signer_authority=row.signer_authority,
            slip=row.slip,
        ),
        content_digest=row.content_id,
        content_name=row.content_name,
        drafted_by=row.drafted_by.person.name,
        entry_id=row.entry_id,
        entry_number=row.entry.reference_code if row.entry else "",
        version_id=row.version_id,
        dispatch_id=row.dispatch_id,
        return_reason=row.return_reason,
        created_at=row.created_at,
        signed_at=row.signed_at,
        recipient_count=row.recipient_count,
    )
