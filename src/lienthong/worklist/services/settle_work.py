"""Settle: what waited is done, or need not be done any more."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lienthong.kernel.actor import Actor
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
    chosen = about(
        subject_kind=subject_kind,
        subject_ids=subject_ids,
        verbs=verbs,
        agency_id=agency_id,
        audience=audience,
    )
    waiting = chosen.filter(settled_at__isnull=True)
    return waiting.update(settled_at=now, settled_by=actor.reference)
