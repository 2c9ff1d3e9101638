"""Withdrawing: a draft is not to be issued; its author or a leader says why (B3)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory.types import Role
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.services.commenting._requests import end_requests
from lienthong.issuing.types import CommentRequestState, DraftCard, DraftState
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice

_OPEN = (
    DraftState.DRAFTING,
    DraftState.RETURNED,
    DraftState.AWAITING_SIGNATURE,
    DraftState.SIGNED,
)
_WITHDRAWN = declare(
    "issuing.draft-withdrawn", _("%(who)s rút dự thảo “%(subject)s”: “%(reason)s”.")
)


def withdraw_draft(*, draft_id: UUID, reason: str, actor: Actor, now: datetime) -> DraftCard:
    """End a draft that is not to be issued; a number that it took has to be voided first.

    Only its author or a leader, with a reason, which those hear for whom it waited. Withdrawing
    again changes nothing. Raises NotAllowed, DraftNotFound, NotTheAuthor, WithdrawReasonMissing,
    WrongState.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    reason = clean_block(reason)[:500]
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        if draft.state == DraftState.WITHDRAWN:
            return queries.draft_card(draft.id, agency_id=draft.agency_id)
        _drafts.require_author(draft, actor)
        _drafts.require_state(draft, _OPEN)
        if not reason:
            raise errors.WithdrawReasonMissing()
        told = _told(draft, reason, actor)
        draft.state = DraftState.WITHDRAWN
        draft.signing_request = None  # what a key may be signing now is not put in later
        draft.save(update_fields=["state", "signing_request"])
        _drafts.leave_step(draft, "withdrawn", actor=actor, now=now, note=reason)
        _work.settle(draft, actor=actor, now=now)
        end_requests(draft, CommentRequestState.WITHDRAWN, actor=actor, now=now)
        notices.tell(told, now=now)
        return queries.draft_card(draft.id, agency_id=draft.agency_id)


def _told(draft: Draft, reason: str, actor: Actor) -> list[NewNotice]:
    """The author, and the signer or the clerks for whom the draft waited; not who withdraws it."""
    facts: dict[str, str | int] = {
        "who": actor.name,
        "subject": draft.subject,
        "reason": reason,
    }
    posts = {draft.drafted_by_id}
    if draft.state == DraftState.AWAITING_SIGNATURE and draft.signer_id:
        posts.add(draft.signer_id)
    found = [
        _notice(draft, facts, post_id=post) for post in sorted(posts - {actor.post_id}, key=str)
    ]
    if draft.state == DraftState.SIGNED:
        found.append(_notice(draft, facts, role=Role.CLERK))
    return found


def _notice(
    draft: Draft, facts: dict[str, str | int], *, post_id: UUID | None = None, role: str = ""
) -> NewNotice:
    return NewNotice(
        agency_id=draft.agency_id,
        code=_WITHDRAWN,
        subject_kind="draft",
        subject_id=draft.id,
        facts=facts,
        role=role,
        post_id=post_id,
    )
