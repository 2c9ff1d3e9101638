"""To whom the work on a document may be given, and to whom it goes when a post has ended."""

from datetime import date
from uuid import UUID

from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard, Role

# Posts that watch over the province, or administer, have no content.
_HANDLING = (Role.CLERK, Role.LEADER, Role.OFFICER)


def assignable_posts(agency_id: UUID, *, on: date) -> list[PostCard]:
    """Return the posts of an agency that handle documents on a day. One statement."""
    held = directory.posts_of_agency(agency_id, on=on)
    return [post for post in held if post.role in _HANDLING]


def held_instead(post: PostCard, *, on: date) -> PostCard | None:
    """Return the post of the same agency that handles documents and that this person has now.

    post: one that has ended. None when the person has left. Two statements.
    """
    held = {one.id for one in assignable_posts(post.agency_id, on=on)}
    mine = directory.posts_of_person(post.person_id, on=on)
    return next((one for one in mine if one.id in held), None)
