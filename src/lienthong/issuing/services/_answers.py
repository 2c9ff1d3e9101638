"""What an issued answer means for the work that it answers: its drafter may now finish it."""

from datetime import datetime

from lienthong.issuing.models import Draft
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.registers import queries as registers

_ISSUED = declare(
    "issuing.answer-issued",
    _("Văn bản trả lời %(reference)s đã phát hành; báo hoàn thành văn bản đến số %(number)s."),
)


def tell_drafter(draft: Draft, reference: str, *, now: datetime) -> None:
    """Lead the drafter back to the document that was answered, where one key finishes it."""
    if draft.answers_entry_id is None:
        return
    entry = registers.entry_card(draft.answers_entry_id, agency_id=draft.agency_id)
    told = NewNotice(
        agency_id=draft.agency_id,
        post_id=draft.drafted_by_id,
        code=_ISSUED,
        facts={"reference": reference, "number": entry.number_text},
        subject_kind="entry",
        subject_id=entry.id,
    )
    notices.tell([told], now=now)
