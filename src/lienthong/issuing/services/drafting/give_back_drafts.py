"""Giving back: drafts that wait for one person, whose post has ended, wait for somebody else."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.directory import queries as directory
from lienthong.issuing.models import Draft
from lienthong.issuing.services import _work
from lienthong.issuing.services.drafting.submit_draft import give_back
from lienthong.issuing.types import DraftState
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.wording import noop as _
from lienthong.registers import queries as registers
from lienthong.worklist import services as worklist
from lienthong.worklist.types import Audience, Verb

_WITH_DRAFTER = (DraftState.DRAFTING, DraftState.RETURNED)
_WAITING = (*_WITH_DRAFTER, DraftState.AWAITING_SIGNATURE)
_SIGNER_LEFT = _("Người được trình ký đã thôi vị trí: chọn người ký khác và trình lại.")
_PLACES = ("pk", "drafted_by_id", "signer_id")
_BATCH = 500


def give_back_drafts(*, now: datetime) -> int:
    """Give on the drafts that wait at posts that have ended; return how many.

    What waits for a signer who left is its drafter's turn again, with the reason. What waits for
    a drafter who left goes along with the person into another post of the same agency that
    handles documents, else to the agency's clerks. Again changes nothing. Two statements for
    every 500 open drafts, some ten a draft that is given on; each is a transaction of its own.
    """
    today = local_day(now)
    return sum(_give_on(draft_id, ended, today, now=now) for draft_id, ended in _waiting(today))


def _waiting(today: date) -> Iterator[tuple[UUID, Collection[UUID]]]:
    """Yield each open draft whose drafter or signer has left, with the posts that ended."""
    rows = Draft.objects.filter(state__in=_WAITING).order_by("pk")
    some = list(rows.values_list(*_PLACES)[:_BATCH])
    while some:
        posts = {post for _pk, *both in some for post in both if post is not None}
        ended = posts - directory.held_among(posts, on=today)
        for pk, *both in some:
            if not ended.isdisjoint(both):
                yield pk, ended
        some = list(rows.filter(pk__gt=some[-1][0]).values_list(*_PLACES)[:_BATCH])


def _give_on(draft_id: UUID, ended: Collection[UUID], today: date, *, now: datetime) -> int:
    """Find who has a draft next; 0 when it has moved on meanwhile, or waits for nobody."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft_id)
        given = 0
        if draft.state == DraftState.AWAITING_SIGNATURE and draft.signer_id in ended:
            give_back(draft, _SIGNER_LEFT, actor=Actor.installation(), now=now)
            given = 1
        if draft.state in _WITH_DRAFTER and draft.drafted_by_id in ended:
            given |= _to_the_next_drafter(draft, today, now=now)
        return given


def _to_the_next_drafter(draft: Draft, today: date, *, now: datetime) -> int:
    post = directory.post(draft.drafted_by_id)
    taken_off = worklist.settle(
        subject_kind="draft",
        subject_ids=[draft.pk],
        audience=Audience(post_id=post.id),
        actor=Actor.installation(),
        now=now,
    )
    successor = registers.held_instead(post, on=today)
    if successor is not None:
        draft.drafted_by_id = successor.id
        draft.save(update_fields=["drafted_by"])
    if taken_off:
        audience = Audience(post_id=successor.id) if successor else _work.clerks()
        _work.hand_on(draft, Verb.REVISE, audience, actor=Actor.installation(), now=now)
    return 1 if taken_off or successor else 0
