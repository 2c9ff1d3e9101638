"""When an agency ends: its open drafts go back to their drafters, in the new agency."""

from uuid import UUID

from lienthong.directory.events import AgenciesReorganised, HandOver, Moved
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.services.commenting._requests import end_requests
from lienthong.issuing.types import CommentRequestState, DraftState
from lienthong.kernel.wording import noop as _
from lienthong.registers import queries as registers
from lienthong.registers.errors import EntryNotFound
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, Verb

_CLOSED = (DraftState.ISSUED, DraftState.ON_PAPER, DraftState.WITHDRAWN)
_REASON = _("Cơ quan ban hành đã thay đổi: sửa thể thức, số ký hiệu và trình ký lại.")


def hand_on_drafts(event: AgenciesReorganised) -> None:
    """Give every draft that was not issued to its drafter's new post, else to the heir's clerks.

    Name, notation and signer of the old agency stand on it, so whatever was signed or numbered has
    to be done again (Decree 30/2020/NĐ-CP, Article 8); numbers are voided by `registers`. Five
    statements a draft: open drafts of one agency are some dozen.
    """
    for one in event.hand_overs:
        rows = Draft.objects.filter(agency_id=one.from_id).exclude(state__in=_CLOSED)
        for draft in rows.select_for_update(of=("self",)).order_by("pk"):
            _hand_on(draft, one, event)


def _hand_on(draft: Draft, one: HandOver, event: AgenciesReorganised) -> None:
    place = one.posts.get(draft.drafted_by_id)
    owner: UUID = place[1] if place else one.heir_id
    unit = one.units.get(draft.unit_id) if draft.unit_id else None
    signer = one.posts.get(draft.signer_id) if draft.signer_id else None
    end_requests(draft, CommentRequestState.HANDED_ON, actor=event.actor, now=event.now)
    # In whatever agency they wait by now: `registers` has moved all lines of the old one.
    worklist.settle(subject_kind="draft", subject_ids=[draft.pk], actor=event.actor, now=event.now)
    draft.agency_id = owner
    draft.drafted_by_id = place[0] if place else draft.drafted_by_id
    draft.unit_id = unit[0] if unit and unit[1] == owner else None
    draft.signer_id = signer[0] if signer and signer[1] == owner else None
    draft.answers_entry_id = _still_answers(draft, owner)
    draft.state, draft.return_reason = DraftState.RETURNED, _REASON
    draft.entry_id = draft.signing_request = draft.signed_at = None
    draft.save()
    _drafts.unseal_attachments(draft)
    _drafts.leave_step(draft, "returned", actor=event.actor, now=event.now, note=_REASON)
    audience = Audience(post_id=place[0]) if place else _work.clerks()
    _work.hand_on(draft, Verb.REVISE, audience, actor=event.actor, now=event.now)
    event.moved.append(Moved("draft", str(draft.pk), draft.subject, one.from_id, owner))


def _still_answers(draft: Draft, owner: UUID) -> UUID | None:
    """Return the line that it answers, if its new agency has it; else it could never be issued."""
    if draft.answers_entry_id is None:
        return None
    try:
        return registers.entry_card(draft.answers_entry_id, agency_id=owner).id
    except EntryNotFound:
        return None
