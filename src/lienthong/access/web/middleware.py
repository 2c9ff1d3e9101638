"""Closed by default: a page needs a signed-in person who holds a post today."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lienthong.access import queries
from lienthong.access.errors import GlassReadOnly
from lienthong.access.models import Account
from lienthong.access.web import devices, factors, seats, sessions
from lienthong.kernel import clock
from lienthong.webkit.middleware import answer_to

_SAFE = ("GET", "HEAD", "OPTIONS")
# Mark of the sign-in page for those whose session is over.
OVER = "het-phien"


class ActorMiddleware(LoginRequiredMiddleware):
    """Sets `request.actor`, `request.posts` and `request.seat`, or sends to where they come from.

    Views under `login_not_required` are public and have actor None. Views that set
    `post_required = False` are for whoever is signed in, with or without a post or a second
    factor. One statement a request, beside those of the session and the account. Behind a broken
    glass only pages are read, but for views that set `behind_glass = True`. Stands below
    AuthenticationMiddleware.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.actor = request.seat = None  # type: ignore[attr-defined]
        request.posts = []  # type: ignore[attr-defined]

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        moment = clock.now()
        if request.user.is_authenticated and sessions.is_over(request.session, moment.timestamp()):
            logout(request)
        if not request.user.is_authenticated:
            return _whole_page(request, self.handle_no_permission(request, view))
        sessions.note_request(request.session, moment.timestamp())
        return self._seated(request, view)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """To sign-in and back: after an act to the page on which it was pressed, not into the act.

        Who was signed in is told that the session is over.
        """
        answer: HttpResponseRedirect = super().handle_no_permission(request, view_func)
        if request.method not in _SAFE:
            answer = redirect_to_login(_pressed_on(request), self.get_login_url(view_func))
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            answer["Location"] += f"&{OVER}=1"
        return answer

    def _seated(self, request: HttpRequest, view: Any) -> HttpResponse | None:
        """Give the request its actor, or say where to go first."""
        assert isinstance(request.user, Account)
        held = queries.posts_of(request.user.person_id, on=clock.local_day(clock.now()))
        actor, seat = seats.sit(request, held)
        request.posts, request.actor, request.seat = held, actor, seat  # type: ignore[attr-defined]
        if not getattr(view, "post_required", True):
            return None
        if actor is None:
            return _whole_page(request, redirect(_choice(request)))
        if factors.is_missing(request, held):
            return _whole_page(request, redirect(reverse("access:factor-needed")))
        if actor.glass_id and not _may_behind_glass(request, view):
            return answer_to(request, GlassReadOnly())
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """What a signed-in person sees stays in no cache unless its view says otherwise."""
        devices.give_secret(request, response)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


def _may_behind_glass(request: HttpRequest, view: Any) -> bool:
    return request.method in _SAFE or bool(getattr(view, "behind_glass", False))


def _choice(request: HttpRequest) -> str:
    """The page of posts; a page that was read is come back to, an act is not repeated."""
    address = reverse("account_posts")
    if request.method != "GET":
        return address
    return f"{address}?{urlencode({'next': request.get_full_path()})}"


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """htmx would put the sign-in page into a corner of the old one: let it load a whole page."""
    if request.headers.get("HX-Request") != "true":
        return response
    answer = HttpResponse(status=204)
    to = urlsplit(response["Location"])
    over = {OVER: "1"} if OVER in parse_qs(to.query) else {}
    answer["HX-Redirect"] = f"{to.path}?{urlencode({'next': _page_of(request), **over})}"
    return answer


def _page_of(request: HttpRequest) -> str:
    """The page that htmx says it is on, without its host; "/" for what is no address."""
    return _without_host(request.headers.get("HX-Current-URL", "/"))


def _pressed_on(request: HttpRequest) -> str:
    """The page of ours on which a form was sent, without its host; "/" when no page says so."""
    page = request.headers.get("Referer", "")
    hosts = {request.get_host()}
    return _without_host(page) if url_has_allowed_host_and_scheme(page, hosts) else "/"


def _without_host(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))
