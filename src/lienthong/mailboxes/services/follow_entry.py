"""A letter whose document was entered waits no more, in the transaction of the line."""

from uuid import UUID

from lienthong.kernel.actor import Actor
from lienthong.mailboxes.models import Letter
from lienthong.mailboxes.services._work import KIND
from lienthong.mailboxes.services.prepare_entry import KEY
from lienthong.mailboxes.types import LetterState
from lienthong.registers.events import ReceivedEntered
from lienthong.worklist import services as worklist


def follow_entry(event: ReceivedEntered) -> None:
    """Note where a letter was entered; keys of other roads are none of ours."""
    letter_id = _letter_of(event.key)
    if letter_id is None:
        return
    rows = Letter.objects.filter(pk=letter_id, agency_id=event.agency_id)
    waiting = rows.filter(state__in=[LetterState.WAITING, LetterState.SET_ASIDE])
    if waiting.update(
        state=LetterState.ENTERED, entry_id=event.entry_id, decided_at=event.now, reason=""
    ):
        installation = Actor.installation()
        worklist.settle(
            subject_kind=KIND, subject_ids=[letter_id], actor=installation, now=event.now
        )


def _letter_of(key: str) -> UUID | None:
    if not key.startswith(KEY):
        return None
    try:
        return UUID(key.removeprefix(KEY))
    except ValueError:
        return None
