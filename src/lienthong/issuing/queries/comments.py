"""Comments on drafts: for the author and those who see the draft, and for who was asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet

from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role
from lienthong.issuing import errors
from lienthong.issuing.models import Comment, Commenter, CommentRequest, Draft, Step
from lienthong.issuing.queries.cards import draft_card
from lienthong.issuing.types import (
    CommentCard,
    CommentedFile,
    CommenterCard,
    CommentFile,
    CommentRequestCard,
    CommentRequestState,
    DraftCard,
    DraftComments,
    Treatment,
)
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day

# Who works on documents; posts that watch or administer see no drafts.
_COMMENTING = frozenset({Role.CLERK, Role.LEADER, Role.OFFICER})


def may_comment(agency_id: UUID, *, on: date) -> list[PostCard]:
    """Return the posts of an agency that can be asked for comments on a day. One statement."""
    held = directory.posts_of_agency(agency_id, on=on)
    return [post for post in held if post.role in _COMMENTING]


def asked_as(actor: Actor) -> Q:
    """Return what picks the commenters that an actor is: the own post, or the own unit."""
    mine = Q(post_id=actor.post_id) if actor.post_id else Q(pk__in=[])
    return mine | Q(unit_id=actor.unit_id) if actor.unit_id else mine


def comments_on(draft_id: UUID, *, on: date) -> DraftComments:
    """Return all comments on a draft, beside the files that they were made on.

    Seven statements at most, however many comments; one where nobody was asked.
    """
    requests = list(CommentRequest.objects.filter(draft_id=draft_id))
    if not requests:
        return DraftComments((), ())
    draft = Draft.objects.only("content_id").get(pk=draft_id)
    said = [_card(row, draft.content_id) for row in _rows().filter(request__draft=draft_id)]
    return DraftComments(_requests(requests, said, on=on), _files(draft, said))


def request_for(request_id: UUID, actor: Actor) -> CommentRequestCard:
    """Return a request in which an actor was asked, with nobody else in it.

    Raises CommentRequestNotFound, also where only others were asked.
    """
    if "issuing.comment" not in actor.rights:
        raise errors.CommentRequestNotFound()
    row = CommentRequest.objects.filter(
        pk=request_id,
        draft__agency_id=actor.own_agency,
        commenters__in=Commenter.objects.filter(asked_as(actor)),
    ).first()
    if row is None:
        raise errors.CommentRequestNotFound()
    return _request(row, ())


def draft_to_comment(request: CommentRequestCard, actor: Actor) -> DraftCard:
    """Return the draft of a request that one was asked in. Raises CommentsEnded when it is over:

    reading was for the comment alone.
    """
    if not request.is_open:
        raise errors.CommentsEnded(why=request.state.label)
    return draft_card(request.draft_id, agency_id=actor.agency_id)


def own_comments(request: CommentRequestCard, actor: Actor) -> list[CommentCard]:
    """Return what an actor, or somebody of the unit that was asked, said. Two statements."""
    current = Draft.objects.values_list("content_id", flat=True).get(pk=request.draft_id)
    mine = Commenter.objects.filter(asked_as(actor), request_id=request.id)
    return [_card(row, current) for row in _rows().filter(commenter__in=mine)]


def comment_of(comment_id: UUID) -> CommentCard:
    """Return one comment; whether somebody may see it is the caller's to ask.

    Raises CommentRequestNotFound.
    """
    row = _rows().annotate(current=F("request__draft__content")).filter(pk=comment_id).first()
    if row is None:
        raise errors.CommentRequestNotFound()
    return _card(row, str(row.current))


def earlier_file(draft_id: UUID, number: int) -> str:
    """Return the digest of one of a draft's files, counted from 1. Raises DraftNotFound."""
    found = [digest for digest, _since in _versions(draft_id)]
    if not 1 <= number <= len(found):
        raise errors.DraftNotFound()
    return found[number - 1]


def subject_of_request(request: CommentRequestCard) -> str:
    """Return the subject of the draft, which is all of it that is told when the request is over."""
    return str(Draft.objects.values_list("subject", flat=True).get(pk=request.draft_id))


def _rows() -> "QuerySet[Comment]":
    return Comment.objects.select_related("request", "file")


def _card(row: Comment, current: str) -> CommentCard:
    file = None
    if row.file is not None:
        file = CommentFile(row.file_name, row.file.pk, row.file.size, row.file.media_type)
    return CommentCard(
        id=row.id,
        draft_id=row.request.draft_id,
        request_id=row.request_id,
        said_by=row.said_by_name,
        said_by_post=row.said_by_id,
        title=row.said_by_title,
        agrees=row.agrees,
        text=row.text,
        page=row.page,
        file=file,
        content_digest=row.content_id,
        is_earlier=row.content_id != current,
        is_late=local_day(row.said_at) > row.request.due_on,
        said_at=row.said_at,
        treatment=Treatment(row.treatment) if row.treatment else None,
        explanation=row.explanation,
        treated_by=row.treated_by_name,
        treated_at=row.treated_at,
    )


def _requests(
    rows: Sequence[CommentRequest], said: Sequence[CommentCard], *, on: date
) -> tuple[CommentRequestCard, ...]:
    asked = list(
        Commenter.objects.filter(request__in=rows)
        .select_related("unit")
        .annotate(last_said=Max("comments__said_at"))
        .order_by("pk")
    )
    posts = directory.posts({one.post_id for one in asked if one.post_id})
    held = directory.held_among(posts, on=on) if posts else set()
    by_request: dict[UUID, list[CommenterCard]] = {}
    due = {row.pk: row for row in rows}
    for one in asked:
        card = _commenter(one, posts, held, due[one.request_id], on=on)
        by_request.setdefault(one.request_id, []).append(card)
    return tuple(_request(row, by_request.get(row.pk, ())) for row in rows)


def _commenter(
    one: Commenter,
    posts: Mapping[UUID, PostCard],
    held: set[UUID],
    request: CommentRequest,
    *,
    on: date,
) -> CommenterCard:
    has_said = one.last_said is not None  # type: ignore[attr-defined]  # by `_requests`
    is_over = request.state == CommentRequestState.OPEN and request.due_on < on and not has_said
    if one.unit is not None:
        return CommenterCard(
            one.unit.name, "", None, one.unit_id, is_there=True, has_said=has_said, is_late=is_over
        )
    assert one.post_id is not None
    post, is_there = posts[one.post_id], one.post_id in held
    return CommenterCard(
        post.person_name,
        post.unit_name or post.title,
        post.id,
        None,
        is_there=is_there,
        has_said=has_said,
        is_late=is_over and is_there,
    )


def _request(row: CommentRequest, commenters: Iterable[CommenterCard]) -> CommentRequestCard:
    return CommentRequestCard(
        id=row.id,
        draft_id=row.draft_id,
        question=row.question,
        due_on=row.due_on,
        asked_by=row.asked_by_name,
        asked_at=row.asked_at,
        state=CommentRequestState(row.state),
        commenters=tuple(commenters),
    )


def _versions(draft_id: UUID) -> list[tuple[str, datetime]]:
    """The files that a draft had, each with the moment since when, the first first."""
    steps = Step.objects.filter(draft_id=draft_id, content__isnull=False)
    found: dict[str, datetime] = {}
    for digest, since in steps.order_by("happened_at", "id").values_list(
        "content_id", "happened_at"
    ):
        found.setdefault(str(digest), since)
    return list(found.items())


def _files(draft: Draft, said: Sequence[CommentCard]) -> tuple[CommentedFile, ...]:
    by_file: dict[str, list[CommentCard]] = {}
    for one in said:
        by_file.setdefault(one.content_digest, []).append(one)
    found = [
        CommentedFile(
            number, digest, since, digest == draft.content_id, tuple(by_file.get(digest, ()))
        )
        for number, (digest, since) in enumerate(_versions(draft.pk), start=1)
        if digest in by_file or digest == draft.content_id
    ]
    return tuple(reversed(found))
