"""Pages of sign-in, sign-out and the choice of a post."""

from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.access.errors import PostNotHeld
from lienthong.access.types import StaffRequest
from lienthong.access.web.forms import SignInForm
from lienthong.access.web.middleware import POST_KEY


class SignIn(LoginView):  # type: ignore[misc]  # allauth has no types
    """allauth's sign-in (limits, session cycle, safe `next`) with our form and page."""

    form_class = SignInForm
    template_name = "access/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # Past LoginView: it would look up the addresses of sign-up, which does not exist here.
        context: dict[str, Any] = super(LoginView, self).get_context_data(**kwargs)
        return context


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, whoever's it was, and show the sign-in page."""
    logout(request)
    return redirect("account_login")


@never_cache
@require_http_methods(["GET", "POST"])
def choose_post(request: StaffRequest) -> HttpResponse:
    """Choose the post to act from; without any, the page says so."""
    way_on = _way_on(request)
    if request.method == "POST":
        chosen = request.POST.get("post", "")
        if chosen not in {str(post.id) for post in request.posts}:
            raise PostNotHeld
        # A new session id: what was open in the old post must ask again.
        request.session.cycle_key()
        request.session[POST_KEY] = chosen
        return redirect(way_on)
    here = request.actor.post_id if request.actor else None
    context = {"posts": request.posts, "here": here, "next": way_on}
    return render(request, "access/posts.html", context)


choose_post.post_required = False  # type: ignore[attr-defined]


def _way_on(request: HttpRequest) -> str:
    """Where to go after the choice: only to an address of this installation."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
