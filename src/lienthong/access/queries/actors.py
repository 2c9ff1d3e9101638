"""What an actor may do, and the actors that posts, acting-for and broken glass make."""

from dataclasses import replace
from uuid import UUID

from lienthong.access import rules
from lienthong.access.types import ActingCard, GlassCard
from lienthong.directory.types import PostCard, Role
from lienthong.kernel.actor import Actor, ActorKind


def has_right(actor: Actor, right: str, agency_id: UUID | None = None) -> bool:
    """Return whether an actor may do a thing in an agency (its own, without one). No statement.

    Raises KeyError for a right that the table of rules does not know.
    """
    return rules.refusal_of(actor, right, agency_id=agency_id) is None


def chosen_post(held: list[PostCard], chosen: str | None) -> PostCard | None:
    """Return the chosen post if it is still held, or the only one held; else None. No statement.

    Between several posts nothing is guessed: an act of the wrong post cannot be taken back.
    """
    if len(held) == 1:
        return held[0]
    return next((post for post in held if str(post.id) == chosen), None)


def actor_in(post: PostCard, *, account_id: UUID | None = None) -> Actor:
    """Return the actor that a post makes of its person. No statement."""
    return Actor(
        kind=ActorKind.PERSON,
        name=post.person_name,
        title=post.title,
        account_id=account_id,
        person_id=post.person_id,
        post_id=post.id,
        agency_id=post.agency_id,
        unit_id=post.unit_id,
        role=post.role,
        rights=rules.rights_of(post.role),
    )


def actor_for_another(card: ActingCard, *, account_id: UUID | None = None) -> Actor:
    """Return who acts for another: the own person and post, the rights of the one acted for.

    What is personal to that one is left out (no sub-delegation); for the head of the agency above
    one has only what signing needs. No statement.
    """
    rights = rules.rights_of(card.for_post.role) - rules.PERSONAL
    title = card.position if not card.authority else f"{card.authority}, {card.position}"
    return replace(
        actor_in(card.post, account_id=account_id),
        title=title,
        agency_id=card.for_post.agency_id,
        unit_id=None if card.is_across else card.for_post.unit_id,
        role=Role.LEADER,
        rights=rights & rules.SIGNING_ACROSS if card.is_across else rights,
        acting_id=card.id,
    )


def actor_behind_glass(card: GlassCard, operator: Actor) -> Actor:
    """Return an operator as a reader of another agency: to read, and nothing else. No statement."""
    return replace(
        operator,
        agency_id=card.agency_id,
        unit_id=None,
        role="",
        rights=rules.READING_ONE if card.document_id else rules.READING,
        glass_id=card.id,
        only_document_id=card.document_id,
    )
