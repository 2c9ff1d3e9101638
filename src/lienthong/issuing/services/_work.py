"""Lines of the worklist that drafts cause."""

from datetime import datetime

from lienthong.directory import queries as directory
from lienthong.directory.types import Role
from lienthong.documents.types import Urgency
from lienthong.issuing.models import Draft
from lienthong.kernel.actor import Actor
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb


def hand_on(
    draft: Draft,
    verb: Verb,
    audience: Audience,
    *,
    actor: Actor,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Take the draft off everybody's list and put it on that of the next."""
    settle(draft, actor=actor, now=now)
    worklist.put(
        [
            NewWork(
                agency_id=draft.agency_id,
                audience=audience,
                verb=verb,
                subject_kind="draft",
                subject_id=draft.id,
                arrived_at=now,
                notation=draft.notation,
                issuer=directory.agency(draft.agency_id).name,
                summary=draft.subject,
                from_whom=actor.name,
                due_at=due_at,
                is_urgent=draft.urgency != Urgency.NORMAL,
            )
        ]
    )


def settle(draft: Draft, *, actor: Actor, now: datetime) -> None:
    """Take the draft off every list."""
    worklist.settle(
        subject_kind="draft",
        subject_ids=[draft.id],
        agency_id=draft.agency_id,
        now=now,
        actor=actor,
    )


def clerks() -> Audience:
    return Audience(role=Role.CLERK)
