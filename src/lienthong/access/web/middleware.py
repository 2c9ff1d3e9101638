"""Closed by default: a page needs a signed-in person who holds a post today."""

from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lienthong.access import queries
from lienthong.kernel import clock

POST_KEY = "post_id"


class ActorMiddleware(LoginRequiredMiddleware):
    """Sets `request.actor` and `request.posts`, or sends to sign-in or to the choice of a post.

    Views under `login_not_required` are public and have actor None. Views that set
    `post_required = False` are for whoever is signed in, with or without a post. One statement a
    request, beside those of the session and the account. Stands below AuthenticationMiddleware.
    """

    def process_request(self, request: HttpRequest) -> None:
        request.actor, request.posts = None, []  # type: ignore[attr-defined]

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return _whole_page(request, self.handle_no_permission(request, view))
        held = queries.posts_of(request.user.person_id, on=clock.local_day(clock.now()))
        post = queries.chosen_post(held, request.session.get(POST_KEY))
        request.posts = held  # type: ignore[attr-defined]
        if post is not None:
            actor = queries.actor_in(post, account_id=request.user.pk)
            request.actor = actor  # type: ignore[attr-defined]
        elif getattr(view, "post_required", True):
            return _whole_page(request, redirect(_choice(request)))
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """What a signed-in person sees stays in no cache unless its view says otherwise."""
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


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
    way_on = urlencode({"next": _page_of(request)})
    answer["HX-Redirect"] = f"{urlsplit(response['Location']).path}?{way_on}"
    return answer


def _page_of(request: HttpRequest) -> str:
    """The page that htmx says it is on, without its host; "/" for what is no address."""
    try:
        shown = urlsplit(request.headers.get("HX-Current-URL", "/"))
    except ValueError:
        return "/"
    return urlunsplit(("", "", shown.path, shown.query, ""))
