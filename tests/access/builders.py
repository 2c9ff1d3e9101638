"""People with posts and accounts, built through the services."""

from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from django.test import Client

from lienthong.access import queries, services
from lienthong.access.models import Account
from lienthong.access.types import AccountCard
from lienthong.directory import queries as directory_queries
from lienthong.directory import services as directory
from lienthong.directory.types import AgencyCard, PostCard, Role
from lienthong.kernel.actor import Actor

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
LONG_AGO = date(2010, 1, 1)
PASSWORD = "mat-khau-thu-nghiem"


@cache
def the_hash() -> services.HashedPassword:
    """Hashing takes a tenth of a second: once for all tests."""
    return services.hashed(PASSWORD)


def an_agency(name: str = "Sở Tư pháp", code: str = "H19.5") -> AgencyCard:
    return directory.found_agency(code=code, name=name, abbreviation="STP")


def a_post(agency: AgencyCard, role: Role = Role.CLERK, **facts: object) -> PostCard:
    person_id = facts.pop("person_id", None)
    if person_id is None:
        person_id = directory.add_person(name="Nguyễn Văn An", email=facts.pop("email", "")).id
    told = {"title": role.label, "valid_from": LONG_AGO, **facts}
    return directory.appoint(person_id=person_id, agency_id=agency.id, role=role, **told)


def acting_as(acting_id: UUID, *, person_id: UUID, on: date) -> Actor:
    """Return the actor of one who acts for another on a day, from one of his or her own posts."""
    held = {post.id for post in directory_queries.posts_of_person(person_id, on=on)}
    return queries.actor_for_another(queries.held_acting(acting_id, post_ids=held, on=on))


def an_account(post: PostCard, username: str = "vanthu.stp") -> AccountCard:
    return services.open_account(
        person_id=post.person_id, username=username, password=the_hash(), now=NOW
    )


def at_desk(post: PostCard, username: str) -> Client:
    """Return a client in which the person of this post is signed in."""
    client = Client()
    client.force_login(Account.objects.get(pk=an_account(post, username).id))
    return client


def an_actor(agency: AgencyCard, role: Role) -> Actor:
    return queries.actor_in(a_post(agency, role))
