"""Finding the draft of an act, locked, and writing what every act leaves: a step."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lienthong.issuing import errors
from lienthong.issuing.models import Draft, Step
from lienthong.issuing.types import DraftState
from lienthong.kernel.actor import Actor


def found(draft_id: UUID, actor: Actor) -> Draft:
    """Return a draft of the actor's agency as it stands now. Raises DraftNotFound."""
    draft = (
        Draft.objects.select_related("signer")
        .filter(pk=draft_id, agency_id=actor.own_agency)
        .first()
    )
    if draft is None:
        raise errors.DraftNotFound()
    return draft


def locked(draft_id: UUID, actor: Actor) -> Draft:
    """Return a draft of the actor's agency; a second act on it waits for the first.

    Raises DraftNotFound, also when it is another agency's.
    """
    draft = (
        Draft.objects.select_for_update().filter(pk=draft_id, agency_id=actor.own_agency).first()
    )
    if draft is None:
        raise errors.DraftNotFound()
    return draft


def require_state(draft: Draft, allowed: Collection[DraftState]) -> None:
    """Raise WrongState when the draft is not where the act starts from."""
    state = DraftState(draft.state)
    if state not in allowed:
        raise errors.WrongState(state=state.label)


def leave_step(
    draft: Draft, name: str, *, actor: Actor, now: datetime, note: str = "", digest: str = ""
) -> None:
    """Write into the draft's course who did what, and the bytes that it left."""
    Step.objects.create(
        draft=draft,
        name=name,
        note=note[:500],
        actor_name=actor.name,
        actor_title=actor.title,
        content_id=digest or None,
        happened_at=now,
    )
