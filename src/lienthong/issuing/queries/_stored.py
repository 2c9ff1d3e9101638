"""Rows of drafts as this package reads them, narrowed to a viewer."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lienthong.documents.types import Urgency, Viewer
from lienthong.issuing.models import Draft
from lienthong.issuing.types import (
    DraftState,
    Origin,
    OutgoingRow,
)


def drafts() -> QuerySet[Draft]:
    """Return all drafts with who drafted them, their line and how many recipients they have."""
    return Draft.objects.select_related("drafted_by__person", "entry").annotate(
        recipient_count=Count("recipients"), unit_count=Count("recipients__unit")
    )


def own(rows: QuerySet[Draft], viewer: Viewer, post_id: UUID | None) -> QuerySet[Draft]:
    """Clerks and leaders see their agency's; an officer the own ones and those of the unit."""
    rows = rows.filter(agency_id=viewer.agency_id)
    if viewer.sees_whole_agency:
        return rows
    mine = Q(pk__in=[])
    if post_id is not None:
        mine |= Q(drafted_by_id=post_id) | Q(signer_id=post_id)
    if viewer.unit_id is not None:
        mine |= Q(unit_id=viewer.unit_id)
    return rows.filter(mine)


def listed() -> QuerySet[Draft]:
    """Return all drafts as the list of outgoing documents shows them."""
    return drafts().select_related("signer__person")


def outgoing_row(row: Draft) -> OutgoingRow:
    """Return a row of `listed` as plain values."""
    entry = row.entry
    return OutgoingRow(
        draft_id=row.id,
        version_id=row.version_id,
        entry_id=row.entry_id,
        state=DraftState(row.state),
        origin=Origin(row.origin),
        number=entry.reference_code if entry else "",
        dated=entry.document_on if entry else row.given_issued_on,
        subject=row.subject,
        signer_name=row.signer_name,
        drafted_by=row.drafted_by.person.name,
        recipient_count=row.recipient_count,  # type: ignore[attr-defined]  # by `drafts`
        unit_count=row.unit_count,  # type: ignore[attr-defined]  # by `drafts`
        urgency=Urgency(row.urgency),
        return_reason=row.return_reason,
        changed_at=row.issued_at or row.signed_at or row.created_at,
        issued_at=row.issued_at,
    )
