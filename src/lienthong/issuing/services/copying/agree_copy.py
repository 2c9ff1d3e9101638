"""Agreeing: the one whom the head lets sign copies decides that this one is made."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.documents import queries as documents
from lienthong.documents.types import Urgency
from lienthong.issuing import errors, queries
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.services.copying import _records
from lienthong.issuing.types import DraftCard, DraftState, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.worklist.types import Verb

_BEFORE = (DraftState.AWAITING_SIGNATURE,)


def agree_copy(*, draft_id: UUID, actor: Actor, now: datetime) -> DraftCard:
    """Let a copy be made: it is the clerks' turn. On an electronic copy nobody's signature stands.

    Agreeing again changes nothing. Not agreeing is `return_draft`. Raises NotAllowed,
    NotTheSigner, AuthorityNotHeld, DraftNotFound, WrongState.
    Source: Decree 30/2020/NĐ-CP, Article 27.
    """
    access.require(actor, "issuing.agree-copy", agency_id=actor.agency_id)
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        if draft.origin != Origin.COPY:
            raise errors.WrongState(state=DraftState(draft.state).label)
        if draft.signer_id is None or draft.signer_id != actor.post_id:
            raise errors.NotTheSigner(signer=draft.signer_name)
        if draft.state != DraftState.SIGNED:
            _drafts.require_state(draft, _BEFORE)
            access.require_signing_authority(
                actor, authority=draft.signer_authority, kind=draft.kind, on=local_day(now)
            )
            due_at, _policy = documents.issue_limit(
                signed_at=now, is_urgent=draft.urgency != Urgency.NORMAL
            )
            draft.state, draft.signed_at = DraftState.SIGNED, now
            draft.save(update_fields=["state", "signed_at"])
            _drafts.leave_step(draft, "copy-agreed", actor=actor, now=now)
            _records.tell_copy_agreed(draft, actor=actor, now=now)
            _work.hand_on(draft, Verb.SEAL, _work.clerks(), actor=actor, now=now, due_at=due_at)
        return queries.draft_card(draft.id, agency_id=draft.agency_id)
