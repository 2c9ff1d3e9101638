"""Giving and ending posts: by administrators, in their agency and in those below it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lienthong.access import rules
from lienthong.access.errors import (
    AdministratorThere,
    AgencyHasPeople,
    LastAdministrator,
    OwnGrant,
    ReasonMissing,
    RoleOutOfReach,
)
from lienthong.access.services import _tell
from lienthong.access.services.rights import require_over
from lienthong.directory import queries as directory
from lienthong.directory import services as directory_services
from lienthong.directory.types import PostCard, PostingCard, Role
from lienthong.kernel.actor import Actor, ActorKind
from lienthong.kernel.clock import local_day
from lienthong.kernel.text import clean_line


@dataclass(frozen=True, slots=True)
class NewPost:
    """What is given: a post in an agency from a day on. source: the decision that says so."""

    person_id: UUID
    agency_id: UUID
    role: Role
    title: str
    valid_from: date
    valid_to: date | None = None
    unit_id: UUID | None = None
    source: str = ""


def grant_post(new: NewPost, *, actor: Actor, now: datetime, key: str = "") -> PostCard:
    """Give a person a post; the same post from the same day changes nothing.

    key: chosen by the form; under it nothing else can be given.
    Recorded, and told to the person; an administrator's to the heads of the agency, too. An
    operator gives only the first administrator of an agency that is being set up: for others the
    agency is asked (`propose_administrator`). Raises RightMissing, OtherAgency, OwnGrant,
    RoleOutOfReach, AdministratorThere, AgencyHasPeople, and what `directory.appoint` raises.
    """
    with transaction.atomic():
        _one_after_another(new.role)
        _require_may_grant(new, actor=actor, today=local_day(now))
        return give_post(new, actor=actor, now=now, key=key)


def give_post(new: NewPost, *, actor: Actor, now: datetime, key: str = "") -> PostCard:
    """Write a post that may be given, with its traces; for services of this package."""
    with transaction.atomic():
        held = {line.post.id for line in _postings(new.person_id, now)}
        post = directory_services.appoint(
            person_id=new.person_id,
            agency_id=new.agency_id,
            role=new.role,
            title=new.title,
            valid_from=new.valid_from,
            valid_to=new.valid_to,
            unit_id=new.unit_id,
            key=key,
        )
        if post.id not in held:
            _leave_traces(new, post, actor=actor, now=now)
    return post


def _leave_traces(new: NewPost, post: PostCard, *, actor: Actor, now: datetime) -> None:
    _tell.record(
        "access.post-granted",
        subjects={"agency": post.agency_id, "post": post.id},
        role=post.role,
        person=str(post.person_id),
        person_name=post.person_name,
        title=post.title,
        source=clean_line(new.source)[:200],
        actor=actor,
        now=now,
    )
    facts = {
        "by": actor.name,
        "title": post.title,
        "agency": post.agency_name,
        "day": f"{new.valid_from:%d/%m/%Y}",
    }
    _tell.tell_person(
        post.person_id, _tell.POST_GRANTED, facts, kind="post", subject_id=post.id, now=now
    )
    if post.role == Role.ADMINISTRATOR:
        told = {**facts, "name": post.person_name}
        code, subject = _tell.ADMINISTRATOR_GRANTED, post.agency_id
        _tell.tell_heads(subject, code, told, kind="agency", subject_id=subject, now=now)


def end_post(*, post_id: UUID, on: date, reason: str, actor: Actor, now: datetime) -> PostCard:
    """Let a post end with a day, its last one; ending it with the same day changes nothing.

    Recorded, and told to the person. Raises RightMissing, OtherAgency, ReasonMissing,
    LastAdministrator, UnknownPost, DatesOutOfOrder.
    """
    post = directory.post(post_id)
    require_over(actor, "access.grant-posts", agency_id=post.agency_id)
    reason = clean_line(reason)[:300]
    if not reason:
        raise ReasonMissing
    if post.role in rules.PROVINCIAL:
        _require_top(actor, post.role)
    with transaction.atomic():
        _one_after_another(post.role)
        _require_not_the_last(post, actor=actor, on=on)
        before = next(
            (one for one in _postings(post.person_id, now) if one.post.id == post_id), None
        )
        ended = directory_services.end_post(post_id=post_id, on=on)
        if before is None or before.valid_to != on:
            _leave_end(ended, on=on, reason=reason, actor=actor, now=now)
    return ended


def _leave_end(post: PostCard, *, on: date, reason: str, actor: Actor, now: datetime) -> None:
    facts = {
        "by": actor.name,
        "title": post.title,
        "agency": post.agency_name,
        "day": f"{on:%d/%m/%Y}",
        "reason": reason,
    }
    _tell.record(
        "access.post-ended",
        subjects={"agency": post.agency_id, "post": post.id},
        role=post.role,
        person=str(post.person_id),
        reason=reason,
        last_day=on.isoformat(),
        actor=actor,
        now=now,
    )
    _tell.tell_person(
        post.person_id, _tell.POST_ENDED, facts, kind="post", subject_id=post.id, now=now
    )


def _postings(person_id: UUID, now: datetime) -> list[PostingCard]:
    return directory.postings_of_person(person_id, ended_since=local_day(now))


def _require_may_grant(new: NewPost, *, actor: Actor, today: date) -> None:
    if actor.person_id is not None and actor.person_id == new.person_id:
        raise OwnGrant
    if actor.kind == ActorKind.INSTALLATION:
        return
    if "access.first-administrator" in actor.rights and new.role == Role.ADMINISTRATOR:
        require_none_yet(new.agency_id, today=today)
        if not is_being_set_up(new.agency_id, today=today):
            raise AgencyHasPeople(agency=directory.agency(new.agency_id).name)
        return
    require_over(actor, "access.grant-posts", agency_id=new.agency_id)
    if new.role in rules.PROVINCIAL:
        _require_top(actor, new.role)


def is_being_set_up(agency_id: UUID, *, today: date) -> bool:
    """Say whether nobody works in an agency, and nobody's documents lie below or behind it."""
    if directory.posts_of_agency(agency_id, on=today):
        return False
    return agency_id not in directory.led_agencies(on=today)


def require_none_yet(agency_id: UUID, *, today: date) -> None:
    """Raises AdministratorThere when somebody administers an agency, or is about to."""
    there = directory.holders(agency_id, Role.ADMINISTRATOR, ended_since=today)
    if there:
        names = ", ".join(line.post.person_name for line in there)
        raise AdministratorThere(agency=there[0].post.agency_name, names=names)


def _one_after_another(role: str) -> None:
    """Of two at one moment the second sees the first: both may be the last administrator."""
    if role == Role.ADMINISTRATOR:
        directory_services.take_turn()


def _require_top(actor: Actor, role: Role) -> None:
    """Posts over the whole province are given by the administrators of its top agency."""
    if actor.kind == ActorKind.PERSON and directory.agency(actor.own_agency).parent_id is not None:
        raise RoleOutOfReach(role=role.label)


def _require_not_the_last(post: PostCard, *, actor: Actor, on: date) -> None:
    """Who is alone in administering an agency cannot leave it without anybody."""
    if post.role != Role.ADMINISTRATOR or actor.person_id != post.person_id:
        return
    there = directory.holders(post.agency_id, Role.ADMINISTRATOR, ended_since=on)
    stays = [
        line
        for line in there
        if line.post.person_id != post.person_id and (line.valid_to is None or line.valid_to > on)
    ]
    if not stays:
        raise LastAdministrator(agency=post.agency_name)
