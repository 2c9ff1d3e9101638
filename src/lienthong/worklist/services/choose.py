"""Which lines an act is about; for the services of this package."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from lienthong.worklist.models import WorkItem
from lienthong.worklist.types import Audience, Verb


def about(
    *,
    subject_kind: str,
    subject_ids: Iterable[UUID],
    verbs: Iterable[Verb] | None,
    agency_id: UUID | None,
    audience: Audience | None,
) -> "QuerySet[WorkItem]":
    """Return the lines about these subjects; None leaves a fact open."""
    lines = WorkItem.objects.filter(subject_id__in=list(subject_ids), subject_kind=subject_kind)
    if verbs is not None:
        lines = lines.filter(verb__in=list(verbs))
    if agency_id is not None:
        lines = lines.filter(agency_id=agency_id)
    if audience is not None:
        lines = lines.filter(audience=audience.key)
    return lines
