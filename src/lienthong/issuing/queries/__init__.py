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
from lienthong.issuing.queries.comments import (
    asked_as,
    comment_of,
    comments_on,
    draft_to_comment,
    earlier_file,
    may_comment,
    own_comments,
    request_for,
    subject_of_request,
)
from lienthong.issuing.queries.consultations import consultation_until, consultations_on
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
    "asked_as",
    "attachments_of",
    "comment_of",
    "comments_on",
    "consultation_until",
    "consultations_on",
    "copy_card",
    "count_outgoing",
    "course",
    "draft_card",
    "draft_to_comment",
    "draft_with_content",
    "draft_with_key",
    "draft_with_number",
    "drafts",
    "earlier_file",
    "may_comment",
    "outgoing",
    "own_comments",
    "paper_copies_of",
    "recipients_of",
    "request_for",
    "sent",
    "subject_of_request",
    "subject_told",
    "urgencies_of_drafts",
    "visible_draft",
]
