"""Treating: the author says of each comment whether it was taken up, and why not (B3)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.issuing import errors
from lienthong.issuing.models import Comment
from lienthong.issuing.services import _drafts
from lienthong.issuing.services.commenting import _requests
from lienthong.issuing.types import Treatment
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block

_LONGEST = 2000  # in signs


def treat_comment(
    *,
    comment_id: UUID,
    treatment: Treatment,
    explanation: str,
    seen_at: datetime | None,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Say what became of a comment, until the draft is signed; return the draft.

    Only the author or a leader. seen_at: when it was treated last, as the writer's page had it;
    whoever comes second is told. The same again changes nothing. Raises NotAllowed,
    CommentRequestNotFound (also where somebody just agrees), DraftNotFound, NotTheAuthor,
    CommentsNotAsked, ExplanationMissing, CommentTooLong, CommentTreated.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    explanation = clean_block(explanation)
    _require_explained(treatment, explanation)
    with transaction.atomic():
        found = Comment.objects.select_related("request").filter(pk=comment_id, agrees=False)
        comment = found.first()
        if comment is None:
            raise errors.CommentRequestNotFound()
        draft = _drafts.locked(comment.request.draft_id, actor)
        _drafts.require_author(draft, actor)
        _requests.require_commentable(draft)
        comment.refresh_from_db()
        if (comment.treatment, comment.explanation) == (treatment, explanation):
            return draft.pk
        if comment.treated_at != seen_at:
            raise errors.CommentTreated(who=comment.treated_by_name)
        comment.treatment, comment.explanation = treatment, explanation
        comment.treated_by_name, comment.treated_at = actor.name, now
        comment.save(update_fields=["treatment", "explanation", "treated_by_name", "treated_at"])
        return draft.pk


def _require_explained(treatment: Treatment, explanation: str) -> None:
    if treatment == Treatment.NOT_TAKEN and not explanation:
        raise errors.ExplanationMissing()
    if len(explanation) > _LONGEST:
        raise errors.CommentTooLong(length=len(explanation), most=_LONGEST)
