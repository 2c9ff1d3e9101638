"""Between drafter and signer: submitting with a slip, returning with a reason (B3)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.types import DraftCard, DraftState, Origin, state_label
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block
from lienthong.worklist.types import Audience, Verb

_WITH_DRAFTER = (DraftState.DRAFTING, DraftState.RETURNED)


def submit_draft(*, draft_id: UUID, slip: str, actor: Actor, now: datetime) -> DraftCard:
    """Put a draft before the one who is to sign it, with the slip (phiếu trình).

    Submitting what is submitted changes nothing. Raises NotAllowed, DraftNotFound, WrongState.
    Source: Decree 30/2020/NĐ-CP, Articles 10 to 12.
    """
    access.require(actor, "issuing.submit", agency_id=actor.agency_id)
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        if draft.state == DraftState.AWAITING_SIGNATURE:
            return _card(draft)
        _drafts.require_state(draft, _WITH_DRAFTER)
        if draft.origin == Origin.COPY:  # what was not agreed to is asked anew
            raise errors.WrongState(state=state_label(DraftState(draft.state), Origin.COPY))
        if draft.signer_id is None:
            raise errors.SignerMissing()
        draft.state, draft.slip = DraftState.AWAITING_SIGNATURE, clean_block(slip)[:2000]
        draft.return_reason = ""
        draft.to_sign, draft.to_sign_until = None, None  # what an earlier turn gave out is over
        draft.save(update_fields=["state", "slip", "return_reason", "to_sign", "to_sign_until"])
        _drafts.leave_step(draft, "submitted", actor=actor, now=now, note=draft.slip)
        _work.hand_on(draft, Verb.SIGN, Audience(post_id=draft.signer_id), actor=actor, now=now)
        return _card(draft)


def return_draft(*, draft_id: UUID, reason: str, actor: Actor, now: datetime) -> DraftCard:
    """Give a draft back to its drafter, saying what to change.

    Raises NotAllowed, DraftNotFound, ReturnReasonMissing, WrongState.
    """
    access.require(actor, "issuing.approve", agency_id=actor.agency_id)
    reason = clean_block(reason)[:500]
    if not reason:
        raise errors.ReturnReasonMissing()
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        if draft.state == DraftState.RETURNED and draft.return_reason == reason:
            return _card(draft)
        _drafts.require_state(draft, [DraftState.AWAITING_SIGNATURE])
        give_back(draft, reason, actor=actor, now=now)
        return _card(draft)


def give_back(draft: Draft, reason: str, *, actor: Actor, now: datetime) -> None:
    """Make a locked draft its drafter's turn again; for services of this package."""
    draft.state, draft.return_reason = DraftState.RETURNED, reason
    draft.signing_request = None  # what a key may be signing now is not put in later
    draft.save(update_fields=["state", "return_reason", "signing_request"])
    _drafts.leave_step(draft, "returned", actor=actor, now=now, note=reason)
    drafter = Audience(post_id=draft.drafted_by_id)
    _work.hand_on(draft, Verb.REVISE, drafter, actor=actor, now=now)


def _card(draft: Draft) -> DraftCard:
    return queries.draft_card(draft.id, agency_id=draft.agency_id)
