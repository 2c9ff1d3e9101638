"""Who answers for an agency when somebody asks to be let in to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lienthong.access.models import Account
from lienthong.directory import queries as directory
from lienthong.directory.types import HEADS, Role
from lienthong.kernel.actor import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Deciders:
    """The posts that are asked: these roles in that agency."""

    agency_id: UUID
    roles: tuple[Role, ...]


def deciders(agency_id: UUID, roles: tuple[Role, ...] = HEADS, *, on: date) -> Deciders:
    """Return who is asked for an agency: its heads of these roles if one of them has an account.

    Else the heads of the nearest agency above of whom one has; if there is none at all, its own:
    then it waits until somebody can sign in. Three statements.
    """
    chain = [agency_id, *directory.above(agency_id)]
    reachable = _with_account(chain, on=on)
    for place in chain:
        wanted = roles if place == agency_id else HEADS
        if any((place, role) in reachable for role in wanted):
            return Deciders(place, wanted)
    return Deciders(agency_id, roles)


def answers_for(
    actor: Actor, agency_id: UUID, roles: tuple[Role, ...] = HEADS, *, on: date
) -> bool:
    """Say whether an actor is one of those who are asked for an agency, in the own post.

    No statement for a head of the agency itself, else three.
    """
    if actor.kind != ActorKind.PERSON or "access.answer-for-agency" not in actor.rights:
        return False
    if actor.agency_id == agency_id and actor.role in roles:
        return True
    asked = deciders(agency_id, roles, on=on)
    return actor.agency_id == asked.agency_id and actor.role in asked.roles


def _with_account(agency_ids: Collection[UUID], *, on: date) -> set[tuple[UUID, Role]]:
    """Agency and role of each head whose account is open."""
    heads = directory.heads_of(agency_ids, on=on)
    people = {post.person_id for post in heads}
    accounts = Account.objects.filter(person_id__in=people, is_active=True)
    there = set(accounts.values_list("person_id", flat=True))
    return {(post.agency_id, post.role) for post in heads if post.person_id in there}
