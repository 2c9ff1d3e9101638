"""Reschedule: a deadline or an urgency changes while the work waits."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lienthong.worklist.services.choose import about
from lienthong.worklist.types import Audience, Verb


def reschedule(
    *,
    subject_kind: str,
    subject_ids: Iterable[UUID],
    due_at: datetime | None,
    is_urgent: bool,
    verbs: Iterable[Verb] | None = None,
    agency_id: UUID | None = None,
    audience: Audience | None = None,
) -> int:
    """Give what waits about these subjects another deadline and urgency; return how many lines."""
    chosen = about(
        subject_kind=subject_kind,
        subject_ids=subject_ids,
        verbs=verbs,
        agency_id=agency_id,
        audience=audience,
    )
    return chosen.filter(settled_at__isnull=True).update(due_at=due_at, is_urgent=is_urgent)
