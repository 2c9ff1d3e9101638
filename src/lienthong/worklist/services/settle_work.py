"""Settle: what waited is done, or need not be done any more."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from lienthong.kernel.actor import Actor
from lienthong.tables.places import place, places
from lienthong.tables.questions import change
from lienthong.worklist.models import WorkItem
from lienthong.worklist.services.choose import about
from lienthong.worklist.types import Audience, Verb


def settle(
    *,
    subject_kind: str,
    subject_ids: Iterable[UUID],
    actor: Actor,
    now: datetime,
    verbs: Iterable[Verb] | None = None,
    agency_id: UUID | None = None,
    audience: Audience | None = None,
) -> int:
    """Take what waits about these subjects off the lists; return how many lines left.

    verbs, agency_id, audience: narrow it; None means all. One statement. Settling again changes
    nothing. At most some hundred subjects in one call.
    """
    if verbs is not None and agency_id is None and audience is None:
        return _settled.run(
            kind=subject_kind,
            subjects=list(subject_ids),
            verbs=[str(one) for one in verbs],
            now=now,
            by=actor.reference,
        )
    chosen = about(
        subject_kind=subject_kind,
        subject_ids=subject_ids,
        verbs=verbs,
        agency_id=agency_id,
        audience=audience,
    )
    waiting = chosen.filter(settled_at__isnull=True)
    return waiting.update(settled_at=now, settled_by=actor.reference)


@change
def _settled() -> "tuple[QuerySet[WorkItem], Mapping[str, Any]]":
    """What every report of a recipient asks for, and mostly nothing waits."""
    lines = WorkItem.objects.filter(
        subject_id__in=places("subjects", UUID),
        subject_kind=place("kind"),
        verb__in=places("verbs", str),
        settled_at__isnull=True,
    )
    return lines, {"settled_at": place("now"), "settled_by": place("by")}
