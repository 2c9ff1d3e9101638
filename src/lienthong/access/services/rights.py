"""Rights are demanded here."""

from datetime import date
from uuid import UUID

from lienthong.access import queries, rules
from lienthong.access.errors import PostNotHeld
from lienthong.directory import queries as directory
from lienthong.kernel.actor import Actor


def require(actor: Actor, right: str, *, agency_id: UUID | None = None) -> None:
    """Let an act go on only if its actor has the right in that agency. No statement.

    agency_id: the agency for which it is done; None means the actor's own.
    Raises RightMissing, or its kind OtherAgency when the right holds in another agency only;
    KeyError for a right that the table of rules does not know.
    """
    refusal = rules.refusal_of(actor, right, agency_id=agency_id)
    if refusal is not None:
        raise refusal


def require_over(actor: Actor, right: str, *, agency_id: UUID) -> None:
    """As `require`, for rights that also reach into the agencies below that of the post.

    At most one statement. Raises RightMissing, OtherAgency; KeyError for an unknown right.
    """
    refusal = rules.refusal_of(actor, right, agency_id=agency_id)
    if refusal is None:
        return
    reaches = rules.TABLE[right].below and right in actor.rights and actor.agency_id is not None
    if not (reaches and directory.is_over(actor.own_agency, agency_id)):
        raise refusal


def actor_for(post_id: UUID, *, on: date) -> Actor:
    """Return the person of a post as an actor, if the post is held on that day.

    Raises PostNotHeld, UnknownPost. Two statements.
    """
    person_id = directory.post(post_id).person_id
    for post in directory.posts_of_person(person_id, on=on):
        if post.id == post_id:
            return queries.actor_in(post)
    raise PostNotHeld
