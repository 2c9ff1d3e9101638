"""Giving: who was asked comments on the draft as it lies before them, or agrees with it (B3)."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.blobs import queries as blob_queries
from lienthong.issuing import errors
from lienthong.issuing.models import Comment, Commenter, CommentRequest, Draft
from lienthong.issuing.services import _drafts, _files
from lienthong.issuing.services.commenting import _requests
from lienthong.issuing.types import CommentRequestState, NewFile, SaidComment
from lienthong.kernel.actor import Actor
from lienthong.kernel.text import clean_block
from lienthong.kernel.wording import noop as _
from lienthong.notices import services as notices
from lienthong.notices.sentences import declare
from lienthong.notices.types import NewNotice
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience

LONGEST_COMMENT = 5000  # in signs
_COMMENTED = declare("issuing.commented", _("%(who)s góp ý dự thảo “%(subject)s”."))
_AGREED = declare("issuing.comment-agrees", _("%(who)s đồng ý với dự thảo “%(subject)s”."))


def give_comment(
    *, request_id: UUID, said: SaidComment, key: str, actor: Actor, now: datetime
) -> UUID:
    """Say something about a draft for which one was asked; return the comment.

    A comment is kept with the file that its writer saw, also when the draft has another by now,
    and after the day, when it counts as late. The same form again is the same comment. Raises
    NotAllowed, CommentRequestNotFound, CommentsEnded, CommentEmpty, AgreesWithComment,
    CommentTooLong, CommentPageMissing, CommentDiffers, FileNotSendable, and what blobs raises.
    """
    access.require(actor, "issuing.comment", agency_id=actor.agency_id)
    commenter = _requests.commenter_of(request_id, actor)
    text = clean_block(said.text)
    _require_said(said, text)
    file = blob_queries.upload_card(said.file.upload_id, actor=actor) if said.file else None
    digest = _digest(said, text, file.digest if file else "")
    earlier = _said_before(request_id, key, actor)
    if earlier is not None:
        return _same(earlier, digest)
    _require_open(commenter.request)
    if file is not None:
        _files.examine_attachment(NewFile(file.id, file.name), actor, now=now)
    with transaction.atomic():
        draft = _requests.locked_draft(commenter.request.draft_id)
        earlier = _said_before(request_id, key, actor)
        if earlier is not None:
            return _same(earlier, digest)
        request = CommentRequest.objects.get(pk=request_id)
        _require_open(request)
        seen = _seen(draft, said)
        kept = _files.admit(NewFile(file.id), actor=actor, now=now) if file else None
        comment = Comment.objects.create(
            request=request,
            commenter=commenter,
            key=key,
            digest=digest,
            said_by_id=actor.own_post,
            said_by_name=actor.name,
            said_by_title=actor.title,
            agrees=said.agrees,
            text=text,
            page=None if said.agrees else said.page,
            file_id=kept.digest if kept else None,
            file_name=file.name if file else "",
            content_id=seen,
            said_at=now,
        )
        name = "agreed" if said.agrees else "commented"
        _drafts.leave_step(draft, name, actor=actor, now=now)
        _done(draft, commenter, comment, actor, now=now)
        return comment.pk


def _require_said(said: SaidComment, text: str) -> None:
    if len(text) > LONGEST_COMMENT:
        raise errors.CommentTooLong(length=len(text), most=LONGEST_COMMENT)
    if said.agrees and (text or said.file):
        raise errors.AgreesWithComment()
    if not said.agrees and not text and said.file is None:
        raise errors.CommentEmpty()


def _digest(said: SaidComment, text: str, file: str) -> str:
    facts = [said.agrees, text, said.page, file]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _said_before(request_id: UUID, key: str, actor: Actor) -> Comment | None:
    """What the same form of the same person has made already."""
    rows = Comment.objects.filter(request_id=request_id, key=key, said_by_id=actor.own_post)
    return rows.first()


def _same(earlier: Comment, digest: str) -> UUID:
    if earlier.digest != digest:
        raise errors.CommentDiffers()
    return earlier.pk


def _require_open(request: CommentRequest) -> None:
    if request.state != CommentRequestState.OPEN:
        raise errors.CommentsEnded(why=CommentRequestState(request.state).label)


def _seen(draft: Draft, said: SaidComment) -> str:
    """The file that the writer saw, if it was ever the draft's, else the one that it has now."""
    seen = said.seen_digest
    if seen != draft.content_id and draft.steps.filter(content_id=seen).exists():
        return seen
    if said.page is not None and not 1 <= said.page <= draft.page_count:
        raise errors.CommentPageMissing(page=said.page, count=draft.page_count)
    return draft.content_id


def _done(
    draft: Draft, commenter: Commenter, comment: Comment, actor: Actor, *, now: datetime
) -> None:
    """Off the list of the one, or of the whole unit, and told to who asked."""
    request = comment.request
    worklist.settle(
        subject_kind=_requests.SUBJECT,
        subject_ids=[request.pk],
        agency_id=draft.agency_id,
        audience=Audience(post_id=commenter.post_id, unit_id=commenter.unit_id),
        now=now,
        actor=actor,
    )
    told = NewNotice(
        agency_id=draft.agency_id,
        code=_AGREED if comment.agrees else _COMMENTED,
        subject_kind="draft",
        subject_id=draft.id,
        facts={"who": actor.name, "subject": draft.subject},
        post_id=request.asked_by_id,
    )
    notices.tell([told], now=now)
