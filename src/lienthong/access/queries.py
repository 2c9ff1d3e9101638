"""What an actor may do, and which posts an account can act from."""

from datetime import date
from uuid import UUID

from lienthong.access import rules
from lienthong.access.models import Account
from lienthong.access.types import AccountCard
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard
from lienthong.kernel.actor import Actor, ActorKind


def has_right(actor: Actor, right: str, agency_id: UUID | None = None) -> bool:
    """Return whether an actor may do a thing in an agency (its own, without one). No statement.

    Raises KeyError for a right that the table of rules does not know.
    """
    return rules.refusal_of(actor, right, agency_id=agency_id) is None


def account_of(person_id: UUID) -> AccountCard | None:
    """Return the account of a person, open or closed. One statement."""
    return _card(Account.objects.filter(person_id=person_id).first())


def account_named(username: str) -> AccountCard | None:
    """Return the account of a sign-in name, open or closed. One statement."""
    return _card(Account.objects.filter(username=username.strip().lower()).first())


def _card(row: Account | None) -> AccountCard | None:
    return AccountCard(row.pk, row.username, row.person_id, row.is_active) if row else None


def posts_of(person_id: UUID, *, on: date) -> list[PostCard]:
    """Return the posts from which a person can act on a day. One statement."""
    return directory.posts_of_person(person_id, on=on)


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
