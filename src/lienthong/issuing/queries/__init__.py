"""What others may know of drafts."""

from lienthong.issuing.queries.cards import (
    attachments_of,
    copy_card,
    course,
    draft_card,
    paper_copies_of,
    recipients_of,
    urgencies_of_drafts,
    visible_draft,
)
from lienthong.issuing.queries.earlier import (
    draft_with_content,
    draft_with_key,
    draft_with_number,
    subject_told,
)
from lienthong.issuing.queries.lists import PAGE, count_outgoing, drafts, outgoing
from lienthong.issuing.queries.sent import sent

__all__ = [
    "PAGE",
    "attachments_of",
    "copy_card",
    "count_outgoing",
    "course",
    "draft_card",
    "draft_with_content",
    "draft_with_key",
    "draft_with_number",
    "drafts",
    "outgoing",
    "paper_copies_of",
    "recipients_of",
    "sent",
    "subject_told",
    "urgencies_of_drafts",
    "visible_draft",
]
