"""What was asked for documents, and what was decided."""

from uuid import UUID

from lienthong.portal.models import Clearance
from lienthong.portal.types import ClearanceCard, ClearanceState, PublicFacts, SubjectArea

_LATEST = 20


def clearances_of(document_id: UUID) -> list[ClearanceCard]:
    """Return what was asked for a document, the newest first, twenty at most. One statement."""
    rows = Clearance.objects.filter(document=document_id).order_by("-prepared_at", "-pk")
    return [clearance_card(row) for row in rows[:_LATEST]]


def clearance_card(row: Clearance) -> ClearanceCard:
    """Return the card of a row. No statement."""
    return ClearanceCard(
        id=row.pk,
        version_id=row.version_id,
        facts=PublicFacts(
            area=SubjectArea(row.area),
            effective_on=row.effective_on,
            ends_on=row.ends_on,
            note=row.note,
            attachments=tuple(row.attachments),
            names_signer=row.names_signer,
        ),
        state=ClearanceState(row.state),
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )
