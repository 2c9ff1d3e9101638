"""Asking: colleagues read a draft and say what they think of it, until a day (B3)."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import services as access
from lienthong.directory import queries as directory
from lienthong.issuing import errors, queries
from lienthong.issuing.models import Commenter, CommentRequest, Draft
from lienthong.issuing.services import _drafts
from lienthong.issuing.services.commenting import _requests
from lienthong.issuing.types import CommentRequestState, NewCommenter
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import end_of_day, local_day
from lienthong.kernel.text import clean_block
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, NewWork, Verb

_LONGEST_QUESTION = 500


def ask_comments(
    *,
    draft_id: UUID,
    commenters: Sequence[NewCommenter],
    question: str,
    due_on: date,
    key: str,
    actor: Actor,
    now: datetime,
) -> UUID:
    """Ask posts and units of the agency for comments until the end of a day; return the request.

    Only the author or a leader, before the signature; who is asked reads the draft until then.
    The same form again is the same request. Raises NotAllowed, DraftNotFound, NotTheAuthor,
    CommentsNotAsked, NobodyAsked, NotToBeAsked, CommentsDuePassed, CommentTooLong, CommentDiffers.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    question = clean_block(question)
    asked = list(dict.fromkeys(commenters))
    digest = _digest(asked, question, due_on)
    with transaction.atomic():
        draft = _drafts.locked(draft_id, actor)
        _drafts.require_author(draft, actor)
        earlier = draft.comment_requests.filter(key=key).first()
        if earlier is not None:
            return _same(earlier, digest)
        _requests.require_commentable(draft)
        _require_askable(asked, question, due_on, actor, now=now)
        request = CommentRequest.objects.create(
            draft=draft,
            key=key,
            digest=digest,
            question=question,
            due_on=due_on,
            asked_by_id=actor.own_post,
            asked_by_name=actor.name,
            asked_at=now,
        )
        Commenter.objects.bulk_create(
            Commenter(request=request, post_id=one.post_id, unit_id=one.unit_id) for one in asked
        )
        _drafts.leave_step(draft, "comments-asked", actor=actor, now=now, note=question)
        _let_it_wait(draft, request, asked, actor, now=now)
        return request.pk


def take_back_comments(*, request_id: UUID, actor: Actor, now: datetime) -> UUID:
    """Await no more comments; return the draft. Taking back what has ended changes nothing.

    Raises NotAllowed, CommentRequestNotFound, DraftNotFound, NotTheAuthor.
    """
    access.require(actor, "issuing.draft", agency_id=actor.agency_id)
    with transaction.atomic():
        found = CommentRequest.objects.filter(pk=request_id).first()
        if found is None:
            raise errors.CommentRequestNotFound()
        draft = _drafts.locked(found.draft_id, actor)
        _drafts.require_author(draft, actor)
        request = CommentRequest.objects.select_related("draft").get(pk=request_id)
        if request.state == CommentRequestState.OPEN:
            _requests.end_request(request, CommentRequestState.TAKEN_BACK, actor=actor, now=now)
            _drafts.leave_step(draft, "comments-taken-back", actor=actor, now=now)
        return draft.pk


def _digest(asked: Sequence[NewCommenter], question: str, due_on: date) -> str:
    who = sorted(f"{one.post_id} {one.unit_id}" for one in asked)
    return hashlib.sha256(json.dumps([who, question, due_on.isoformat()]).encode()).hexdigest()


def _same(earlier: CommentRequest, digest: str) -> UUID:
    if earlier.digest != digest:
        raise errors.CommentDiffers()
    return earlier.pk


def _require_askable(
    asked: Sequence[NewCommenter], question: str, due_on: date, actor: Actor, *, now: datetime
) -> None:
    if not asked:
        raise errors.NobodyAsked()
    if len(question) > _LONGEST_QUESTION:
        raise errors.CommentTooLong(length=len(question), most=_LONGEST_QUESTION)
    if due_on < local_day(now):
        raise errors.CommentsDuePassed()
    there = queries.may_comment(actor.own_agency, on=local_day(now))
    posts = {post.id for post in there} - {actor.post_id}
    units = {unit.id for unit in directory.units_of(actor.own_agency, on=local_day(now))}
    if any(one.post_id not in posts and one.unit_id not in units for one in asked):
        raise errors.NotToBeAsked()


def _let_it_wait(
    draft: Draft,
    request: CommentRequest,
    asked: Sequence[NewCommenter],
    actor: Actor,
    *,
    now: datetime,
) -> None:
    issuer = directory.agency(draft.agency_id).name
    worklist.put(
        NewWork(
            agency_id=draft.agency_id,
            audience=Audience(post_id=one.post_id, unit_id=one.unit_id),
            verb=Verb.COMMENT,
            subject_kind=_requests.SUBJECT,
            subject_id=request.pk,
            arrived_at=now,
            notation=draft.notation,
            issuer=issuer,
            summary=draft.subject,
            from_whom=actor.name,
            due_at=end_of_day(request.due_on),
        )
        for one in asked
    )
