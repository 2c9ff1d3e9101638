"""To whom the work on a document may be given."""

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
