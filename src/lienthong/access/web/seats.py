"""From where a session acts: a post, or beside it acting for somebody, or behind a broken glass."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest

from lienthong.access import queries, services
from lienthong.access.errors import GlassClosed, UnknownActing
from lienthong.access.types import Seat
from lienthong.directory.types import PostCard
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor
from lienthong.kernel.refusals import Refusal

POST_KEY = "post_id"
ACTING_KEY = "acting_id"
GLASS_KEY = "glass_id"


def sit(request: HttpRequest, held: list[PostCard]) -> tuple[Actor | None, Seat | None]:
    """Return who acts in this request, and what stands beside the post.

    Two statements when the session acts for somebody, one behind a glass, else none. What has
    ended leaves the session, which is then the plain post again.
    """
    post = queries.chosen_post(held, request.session.get(POST_KEY))
    acting, glass = request.session.get(ACTING_KEY), request.session.get(GLASS_KEY)
    if acting:
        try:
            return _acting(request, held, UUID(acting))
        except UnknownActing:
            del request.session[ACTING_KEY]
    if post is None:
        return None, None
    actor = queries.actor_in(post, account_id=request.user.pk)
    if glass:
        try:
            return _behind(actor, UUID(glass))
        except GlassClosed:
            del request.session[GLASS_KEY]
    return actor, None


def _acting(request: HttpRequest, held: list[PostCard], acting_id: UUID) -> tuple[Actor, Seat]:
    card = queries.held_acting(acting_id, post_ids={post.id for post in held}, on=_today())
    actor = queries.actor_for_another(card, account_id=request.user.pk)
    return actor, Seat(actor.title, card.for_post.agency_name)


def _behind(actor: Actor, glass_id: UUID) -> tuple[Actor, Seat]:
    try:
        card = queries.glass(glass_id)
        reader = services.actor_with_glass(glass_id, operator=actor, now=clock.now())
    except Refusal as closed:
        raise GlassClosed from closed
    return reader, Seat(actor.title, card.agency_name, card.until)


def _today() -> date:
    return clock.local_day(clock.now())
