"""Finding the draft of an act, locked, and writing what every act leaves: a step."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F

from lienthong.documents import queries as documents
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft, Step
from lienthong.issuing.types import DraftCard, DraftState
from lienthong.kernel.actor import Actor


def found(draft_id: UUID, actor: Actor) -> Draft:
    """Return a draft that the actor may see, as it stands now. Raises DraftNotFound."""
    draft = (
        Draft.objects.select_related("signer")
        .filter(pk=draft_id, agency_id=actor.own_agency)
        .first()
    )
    return _seen(draft, actor)


def locked(draft_id: UUID, actor: Actor) -> Draft:
    """Return a draft that the actor may see; a second act on it waits for the first.

    Raises DraftNotFound, also when it is another agency's, or another unit's for an officer.
    """
    draft = (
        Draft.objects.select_for_update().filter(pk=draft_id, agency_id=actor.own_agency).first()
    )
    return _seen(draft, actor)


def made_before(key: str, digest: str, actor: Actor) -> DraftCard | None:
    """Return what the same form has made already. Raises DraftDiffers if its key made another."""
    earlier = Draft.objects.filter(agency_id=actor.own_agency, key=key).first()
    if earlier is None:
        return None
    if earlier.digest != digest:
        raise errors.DraftDiffers(key=key)
    return queries.draft_card(earlier.id, agency_id=earlier.agency_id)


def _seen(draft: Draft | None, actor: Actor) -> Draft:
    """Clerks and leaders see their agency's drafts, an officer the own ones and the unit's.

    Who may not draft (an operator, a reviewer) sees none.
    """
    if draft is None or "issuing.draft" not in actor.rights:
        raise errors.DraftNotFound()
    if (
        documents.viewer_of(actor).sees_whole_agency
        or (actor.post_id is not None and actor.post_id in {draft.drafted_by_id, draft.signer_id})
        or (actor.unit_id is not None and actor.unit_id == draft.unit_id)
    ):
        return draft
    raise errors.DraftNotFound()


def require_state(draft: Draft, allowed: Collection[DraftState]) -> None:
    """Raise WrongState when the draft is not where the act starts from."""
    state = DraftState(draft.state)
    if state not in allowed:
        raise errors.WrongState(state=state.label)


def require_author(draft: Draft, actor: Actor) -> None:
    """Raise NotTheAuthor for anybody but who drafted it, and the leaders of the agency."""
    if actor.post_id != draft.drafted_by_id and "issuing.approve" not in actor.rights:
        raise errors.NotTheAuthor()


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


def unseal_attachments(draft: Draft) -> None:
    """Put the files of a locked draft back as they were: their seals name a number that is void."""
    draft.attachments.filter(unsealed__isnull=False).update(content=F("unsealed"), unsealed=None)
