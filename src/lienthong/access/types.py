"""What access gives to every page, and accounts as plain values."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from lienthong.directory.types import PostCard
from lienthong.kernel.actor import Actor


class StaffRequest(HttpRequest):
    """The request of a person who is signed in and acts from a post.

    actor: the person in the post chosen for this session, held today.
    posts: all posts held today; the menu offers the others.
    """

    actor: Actor
    posts: list[PostCard]


@dataclass(frozen=True, slots=True)
class AccountCard:
    id: UUID
    username: str
    person_id: UUID
    is_active: bool
