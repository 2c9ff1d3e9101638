"""What the one button of the sending page does: as far as this post may go, repeatably."""

from collections.abc import Sequence
from datetime import datetime

from lienthong.access import queries as access
from lienthong.issuing.services.drafting.create_draft import create_draft
from lienthong.issuing.services.drafting.submit_draft import submit_draft
from lienthong.issuing.services.issue_document import issue_document
from lienthong.issuing.types import DraftCard, DraftFacts, DraftState, NewFile, Origin
from lienthong.kernel.actor import Actor


def send_document(
    *,
    facts: DraftFacts,
    origin: Origin,
    file: NewFile,
    attachments: Sequence[NewFile] = (),
    is_kept: bool = False,
    key: str,
    actor: Actor,
    now: datetime,
) -> DraftCard:
    """Make the draft and take its next step: to the signer, or out to the recipients.

    is_kept: stop at the draft. A file that was completed elsewhere is issued at once by a clerk,
    and waits for one otherwise. Each step is durable; the same key goes on where the last call
    stopped. Raises what create_draft, submit_draft and issue_document raise.
    """
    draft = create_draft(
        facts=facts,
        origin=origin,
        file=file,
        attachments=attachments,
        key=key,
        actor=actor,
        now=now,
    )
    if is_kept:
        return draft
    if draft.state == DraftState.DRAFTING:
        return submit_draft(draft_id=draft.id, slip=facts.slip, actor=actor, now=now)
    if origin == Origin.COMPLETE and access.has_right(actor, "issuing.issue", actor.agency_id):
        return issue_document(draft_id=draft.id, actor=actor, now=now)
    return draft
