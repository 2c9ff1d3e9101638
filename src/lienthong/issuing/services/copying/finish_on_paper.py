"""A copy on paper ends where paper is signed and stamped: by hand."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.issuing import queries
from lienthong.issuing.services import _drafts, _work
from lienthong.issuing.services.copying import _records
from lienthong.issuing.services.copying import errors as copying_errors
from lienthong.issuing.services.copying._copy_files import is_on_paper
from lienthong.issuing.services.number_draft import require_other_person
from lienthong.issuing.types import DraftCard, DraftState
from lienthong.kernel.actor import Actor
from lienthong.registers import services as registers


def finish_on_paper(*, draft_id: UUID, actor: Actor, now: datetime) -> DraftCard:
    """Note that the printed copy was signed and stamped; its line in the book is complete.

    Doing it again changes nothing. Raises NotAllowed, SamePerson, DraftNotFound, CopyNotOnPaper,
    WrongState, and of registers AlreadyVoided.
    """
    access.require(actor, "issuing.seal", agency_id=actor.agency_id)
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        if not is_on_paper(draft):
            raise copying_errors.CopyNotOnPaper()
        require_other_person(draft, actor)
        if draft.state != DraftState.ON_PAPER:
            _drafts.require_state(draft, [DraftState.NUMBERED])
            assert draft.entry_id is not None  # numbered
            entry = registers.enter_issued(
                entry_id=draft.entry_id, version_id=None, actor=actor, now=now
            )
            reference = entry.facts.reference_code
            draft.state, draft.issued_at = DraftState.ON_PAPER, now
            draft.save(update_fields=["state", "issued_at"])
            _drafts.leave_step(draft, "on-paper", actor=actor, now=now, note=reference)
            _records.tell_copy_made(draft, reference, actor=actor, now=now)
            _work.settle(draft, actor=actor, now=now)
        return queries.draft_card(draft.id, agency_id=draft.agency_id)
