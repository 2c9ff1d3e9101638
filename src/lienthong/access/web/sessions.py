"""How long a session lives: so many minutes without a request, so many hours in all; its ids."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from lienthong.access.models import Account
from lienthong.kernel import clock

SINCE_KEY = "since"
SEEN_KEY = "seen"
# The time of the last request is written no more often than this, in seconds.
SHORTEST_STEP = 60


def on_sign_in(request: HttpRequest, **_facts: Any) -> None:
    """Note when a session was signed in."""
    request.session[SINCE_KEY] = request.session[SEEN_KEY] = int(clock.now().timestamp())


def renew_id(request: HttpRequest) -> None:
    """Give a session another id."""
    with _still_listed(request):
        request.session.cycle_key()


def stay_signed_in(request: HttpRequest, account: Account) -> None:
    """Let this session go on, under another id, where all others of the account have ended."""
    with _still_listed(request):
        update_session_auth_hash(request, account)


@contextmanager
def _still_listed(request: HttpRequest) -> Iterator[None]:
    """The list of where an account is signed in goes by ids, and drops those that are not there."""
    before = request.session.session_key
    yield
    lines = UserSession.objects.filter(session_key=before)
    lines.update(session_key=request.session.session_key)


def is_over(session: Any, now: float) -> bool:
    """Return whether a session has been idle too long, or has lived too long."""
    since, seen = session.get(SINCE_KEY, now), session.get(SEEN_KEY, now)
    idle, longest = settings.LIENTHONG_IDLE_SECONDS, settings.LIENTHONG_SESSION_SECONDS
    return bool(now - seen > idle or now - since > longest)


def note_request(session: Any, now: float) -> None:
    """Note that a session is in use; a write only when the last note has grown old."""
    step = max(SHORTEST_STEP, settings.LIENTHONG_IDLE_SECONDS // 10)
    if now - session.get(SEEN_KEY, 0) > step:
        session[SEEN_KEY] = int(now)
        session.setdefault(SINCE_KEY, int(now))
