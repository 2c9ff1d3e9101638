"""Finding a request for comments with its draft, and ending the requests of a draft."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lienthong.issuing import errors, queries
from lienthong.issuing.models import Comment, Commenter, CommentRequest, Draft
from lienthong.issuing.types import CommentRequestState, DraftState, Origin
from lienthong.kernel.actor import Actor
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.worklist import services as worklist

SUBJECT = "comments"  # what lines of work and notices about a request call it
_OPEN = (DraftState.DRAFTING, DraftState.RETURNED, DraftState.AWAITING_SIGNATURE)
_NO_LONGER = declare(
    "issuing.comments-no-longer-asked", _("Không cần góp ý dự thảo “%(subject)s” nữa.")
)
_SIGNED = declare(
    "issuing.commented-draft-signed",
    _("Dự thảo “%(subject)s” đã ký; xem ý kiến của bạn được trả lời thế nào."),
)


def require_commentable(draft: Draft) -> None:
    """Raise CommentsNotAsked for what was not drafted here, or waits for no signature any more."""
    if draft.origin != Origin.HERE or draft.state not in _OPEN:
        raise errors.CommentsNotAsked(state=DraftState(draft.state).label)


def commenter_of(request_id: UUID, actor: Actor) -> Commenter:
    """Return as whom the actor was asked: the own post, or the own unit.

    Raises CommentRequestNotFound, also when only others were asked.
    """
    rows = Commenter.objects.select_related("request__draft").filter(
        queries.asked_as(actor), request_id=request_id, request__draft__agency_id=actor.own_agency
    )
    found = sorted(rows, key=lambda one: one.post_id is None)
    if not found:
        raise errors.CommentRequestNotFound()
    return found[0]


def locked_draft(draft_id: UUID) -> Draft:
    """Return a draft that somebody was found to have to do with; a second act on it waits."""
    return Draft.objects.select_for_update().get(pk=draft_id)


def settle(request_ids: Iterable[UUID], *, actor: Actor, now: datetime) -> None:
    """Take requests off everybody's list."""
    worklist.settle(subject_kind=SUBJECT, subject_ids=request_ids, now=now, actor=actor)


def end_requests(draft: Draft, state: CommentRequestState, *, actor: Actor, now: datetime) -> None:
    """Await no more comments on a locked draft: the right to read it ends, what was said stays."""
    rows = CommentRequest.objects.filter(draft=draft, state=CommentRequestState.OPEN)
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return
    _tell(draft, ids, state, now=now)
    rows.update(state=state, ended_at=now)
    settle(ids, actor=actor, now=now)


def end_request(
    request: CommentRequest, state: CommentRequestState, *, actor: Actor, now: datetime
) -> None:
    """Await no more comments of one request, whose draft is locked."""
    _tell(request.draft, [request.pk], state, now=now)
    request.state, request.ended_at = state, now
    request.save(update_fields=["state", "ended_at"])
    settle([request.pk], actor=actor, now=now)


def _tell(
    draft: Draft, request_ids: list[UUID], state: CommentRequestState, *, now: datetime
) -> None:
    """Those who have said nothing need not; those who have may look what became of it."""
    said = set(
        Comment.objects.filter(request_id__in=request_ids).values_list("request_id", "said_by_id")
    )
    asked = Commenter.objects.filter(request_id__in=request_ids, post__isnull=False)
    quiet = set(asked.values_list("request_id", "post_id")) - said
    told = [(_NO_LONGER, *one) for one in quiet]
    if state == CommentRequestState.SIGNED:
        told += [(_SIGNED, *one) for one in said]
    notices.tell(
        [
            NewNotice(
                agency_id=draft.agency_id,
                code=code,
                subject_kind=SUBJECT,
                subject_id=request_id,
                facts={"subject": draft.subject},
                post_id=post_id,
            )
            for code, request_id, post_id in sorted(told, key=str)
        ],
        now=now,
    )
