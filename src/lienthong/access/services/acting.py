"""Acting for another: KT., TL., TUQ., Q. (Decree 30/2020/NĐ-CP, Article 13)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lienthong.access import queries, rules
from lienthong.access.errors import (
    ActingDays,
    ActingPosts,
    AuthorityNotHeld,
    NoSubDelegation,
    ReasonMissing,
    SourceMissing,
)
from lienthong.access.models import Acting
from lienthong.access.services import _tell
from lienthong.access.services._again import require_same
from lienthong.access.services.kinds import kind_codes
from lienthong.access.services.rights import require, require_over
from lienthong.access.types import ActingCard, ActingKind
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role
from lienthong.kernel.actor import Actor
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line

LONGEST_DAYS = 366
# What a grant says; the rest of its row is who wrote it, and when.
_SAID = (
    *("kind", "post_id", "for_post_id", "valid_from", "valid_to"),
    *("kinds", "subjects", "source", "source_version_id"),
)
_PREFIXES = tuple(kind.prefix for kind in ActingKind)


@dataclass(frozen=True, slots=True)
class NewActing:
    """Who acts for whom, how long, in what, by which document.

    key: chosen by the caller; the same again grants once. kinds: by code or by name, empty for all.
    source_version_id: the letter of authority when it was issued here.
    """

    key: str
    kind: ActingKind
    post_id: UUID
    for_post_id: UUID
    valid_from: date
    valid_to: date
    kinds: frozenset[str] = frozenset()
    subjects: str = ""
    source: str = ""
    source_version_id: UUID | None = None


def grant_acting(new: NewActing, *, actor: Actor, now: datetime) -> ActingCard:
    """Let the holder of one post act for that of another; recorded, and told to who acts.

    By the one acted for, or by an administrator who names the document. Raises RightMissing,
    OtherAgency, NoSubDelegation, ActingPosts, ActingDays, SourceMissing, UnknownKinds,
    UnknownPost, AskedOtherwise.
    """
    post, for_post = directory.post(new.post_id), directory.post(new.for_post_id)
    _require_may_grant(new, for_post, actor)
    row = _row(new, for_post, actor=actor, now=now)
    if (granted := _granted(row)) is not None:
        return granted
    _require_days(new, local_day(now))
    _require_posts(post, for_post, new.kind)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            card = queries.acting(row.pk)
            _leave_grant(card, actor=actor, now=now)
    except IntegrityError:
        if (granted := _granted(row)) is None:
            raise
        return granted
    return card


def _granted(row: Acting) -> ActingCard | None:
    """What was granted under the key of a row, if anything was. Raises AskedOtherwise."""
    earlier = Acting.objects.filter(key=row.key).first()
    if earlier is None:
        return None
    require_same(earlier, row, _SAID)
    return queries.acting(earlier.pk)


def end_acting(*, acting_id: UUID, reason: str, actor: Actor, now: datetime) -> ActingCard:
    """End it before its time, with today as its last day; ending what has ended changes nothing.

    By the one acted for, by the one who acts, or by an administrator. Raises RightMissing,
    UnknownActing, ReasonMissing.
    """
    card = queries.acting(acting_id)
    if actor.post_id not in {card.post.id, card.for_post.id}:
        require_over(actor, "access.enter-acting", agency_id=card.for_post.agency_id)
    reason = clean_line(reason)[:500]
    if not reason:
        raise ReasonMissing
    with transaction.atomic():
        open_rows = Acting.objects.filter(pk=acting_id, ended_on=None)
        if not open_rows.update(ended_on=local_day(now), ended_by=actor.name, end_reason=reason):
            return queries.acting(acting_id)
        ended = queries.acting(acting_id)
        leave_end(ended, actor=actor, now=now)
    return ended


def require_signing_authority(actor: Actor, *, authority: str, kind: str, on: date) -> None:
    """Let somebody sign under a line like "TUQ. CHỦ TỊCH" only while that holds.

    Without such a line, or with the one of the signer's own post, nothing is asked. At most two
    statements. Raises AuthorityNotHeld.
    """
    line = clean_line(authority)
    if actor.acting_id is not None:
        card = queries.acting(actor.acting_id)
        if not (card.holds(on) and card.covers(kind) and line == card.authority):
            raise AuthorityNotHeld(authority=line or card.position)
        return
    if not line.startswith(_PREFIXES):
        return
    own = directory.posts([actor.own_post]).get(actor.own_post)
    if own is None or clean_line(own.authority) != line:
        raise AuthorityNotHeld(authority=line)


def _require_may_grant(new: NewActing, for_post: PostCard, actor: Actor) -> None:
    if actor.acting_id is not None:
        raise NoSubDelegation
    is_own = actor.post_id == for_post.id
    if is_own:
        require(actor, "access.delegate", agency_id=for_post.agency_id)
    else:
        require_over(actor, "access.enter-acting", agency_id=for_post.agency_id)
    needs = new.kind in {ActingKind.AUTHORISED, ActingKind.ACTING_HEAD} or not is_own
    if needs and not clean_line(new.source):
        raise SourceMissing


def _require_days(new: NewActing, today: date) -> None:
    days = (new.valid_to - new.valid_from).days
    if days < 0 or days > LONGEST_DAYS or new.valid_to < today:
        raise ActingDays(start=f"{new.valid_from:%d/%m/%Y}", end=f"{new.valid_to:%d/%m/%Y}")


def _require_posts(post: PostCard, for_post: PostCard, kind: ActingKind) -> None:
    if (
        for_post.role != Role.LEADER
        or post.role not in rules.MAY_ACT
        or post.person_id == for_post.person_id
        or not (post.agency_id == for_post.agency_id or _may_reach_down(post, for_post, kind))
    ):
        raise ActingPosts


def _may_reach_down(post: PostCard, for_post: PostCard, kind: ActingKind) -> bool:
    """Only by a letter of authority, only to a leader of an agency directly below.

    Source: Decree 30/2020/NĐ-CP, Article 13, clause 3.
    """
    if kind != ActingKind.AUTHORISED or post.role != Role.LEADER:
        return False
    return directory.agency(post.agency_id).parent_id == for_post.agency_id


def _row(new: NewActing, for_post: PostCard, *, actor: Actor, now: datetime) -> Acting:
    return Acting(
        key=new.key,
        kind=new.kind,
        post_id=new.post_id,
        for_post_id=new.for_post_id,
        agency_id=for_post.agency_id,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        kinds=kind_codes(new.kinds),
        subjects=clean_line(new.subjects)[:300],
        source=clean_line(new.source)[:200],
        source_version_id=new.source_version_id,
        granted_by=actor.name,
        granted_at=now,
    )


def _leave_grant(card: ActingCard, *, actor: Actor, now: datetime) -> None:
    _tell.record(
        "access.acting-granted",
        subjects={
            "agency": card.for_post.agency_id,
            "acting": card.id,
            "post": card.post.id,
            "for_post": card.for_post.id,
        },
        role=card.kind,
        days=f"{card.valid_from.isoformat()}/{card.valid_to.isoformat()}",
        kinds=" ".join(sorted(card.kinds)),
        subjects_in_words=card.subjects,
        source=card.source,
        actor=actor,
        now=now,
    )
    facts = {
        "by": actor.name,
        "authority": card.authority or card.position,
        "start": f"{card.valid_from:%d/%m/%Y}",
        "end": f"{card.valid_to:%d/%m/%Y}",
        "source": card.source or "—",
    }
    _tell.tell_person(
        card.post.person_id, _tell.ACTING_GRANTED, facts, kind="acting", subject_id=card.id, now=now
    )


def leave_end(card: ActingCard, *, actor: Actor, now: datetime) -> None:
    """Record that it ended, and tell who acted; for services of this package."""
    _tell.record(
        "access.acting-ended",
        subjects={"agency": card.for_post.agency_id, "acting": card.id},
        role=card.kind,
        reason=card.end_reason,
        actor=actor,
        now=now,
    )
    facts = {
        "by": actor.name,
        "authority": card.authority or card.position,
        "reason": card.end_reason,
    }
    _tell.tell_person(
        card.post.person_id, _tell.ACTING_ENDED, facts, kind="acting", subject_id=card.id, now=now
    )
