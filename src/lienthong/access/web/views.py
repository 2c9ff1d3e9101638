"""Pages of sign-in, sign-out and the choice of from where to act."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import queries
from lienthong.access.errors import PostNotHeld
from lienthong.access.types import ActingCard, StaffRequest
from lienthong.access.web.forms import SignInForm
from lienthong.access.web.seats import ACTING_KEY, GLASS_KEY, POST_KEY
from lienthong.access.web.sessions import renew_id
from lienthong.kernel import clock
from lienthong.kernel.actor import Actor


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's sign-in (limits, session cycle, safe `next`) with our form and page."""

    form_class = SignInForm
    template_name = "access/sign_in/sign_in.html"
    http_method_names = ("get", "head", "post")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Past LoginView: it would look up the addresses of sign-up, which does not exist here.
        context: dict[str, Any] = super(LoginView, self).get_context_data(**kwargs)
        providers = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
        context["provider_name"] = providers[0]["name"] if providers else ""
        context["provider_id"] = settings.LIENTHONG_OIDC_PROVIDER
        context["has_mail"] = settings.LIENTHONG_HAS_MAIL
        return context


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, whoever's it was, and show the sign-in page."""
    logout(request)
    return redirect("account_login")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose_post(request: StaffRequest) -> HttpResponse:
    """Choose the post to act from, or for whom to act; without any, the page says so."""
    way_on = _way_on(request)
    if request.method == "POST":
        _sit_down(request, request.POST.get("post", ""))
        return redirect(way_on)
    context = {
        "posts": request.posts,
        "actings": _actings(request),
        "here": _here(request),
        "next": way_on,
    }
    return render(request, "access/sign_in/posts.html", context)


choose_post.post_required = False  # type: ignore[attr-defined]
choose_post.behind_glass = True  # type: ignore[attr-defined]


@require_safe
@login_not_required
def unknown_subject(request: HttpRequest) -> HttpResponse:
    """Who came from the identity provider is nobody's account."""
    return render(request, "access/sign_in/unknown_subject.html", status=403)


@require_safe
@login_not_required
def provider_failed(request: HttpRequest) -> HttpResponse:
    """The identity provider did not say who came."""
    return render(request, "access/sign_in/provider_failed.html", status=502)


def _sit_down(request: StaffRequest, chosen: str) -> None:
    """Take the chosen seat. Raises PostNotHeld."""
    posts = {str(post.id) for post in request.posts}
    actings = {str(card.id): card for card in _actings(request)}
    if chosen not in posts and chosen not in actings:
        raise PostNotHeld
    # A new session id: what was open in the old post must ask again.
    renew_id(request)
    for key in (ACTING_KEY, GLASS_KEY):
        request.session.pop(key, None)
    card = actings.get(chosen)
    request.session[POST_KEY] = str(card.post.id) if card else chosen
    if card:
        request.session[ACTING_KEY] = chosen


def _actings(request: StaffRequest) -> list[ActingCard]:
    today = clock.local_day(clock.now())
    return queries.actings_of_posts([post.id for post in request.posts], on=today)


def _here(request: StaffRequest) -> object:
    actor: Actor | None = request.actor  # nobody, without a post
    return (actor.acting_id or actor.post_id) if actor else None


def _way_on(request: HttpRequest) -> str:
    """Where to go after the choice: only to an address of this installation."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
