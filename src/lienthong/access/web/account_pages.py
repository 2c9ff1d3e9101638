"""One's own account: password, second factors, sessions, browsers, and what one has read."""

from typing import Any

from allauth.core.internal import ratelimit
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lienthong.access import queries, services
from lienthong.access.errors import PasswordWeak
from lienthong.access.handlers import mail_link
from lienthong.access.models import Account
from lienthong.access.services.factors import has_factor
from lienthong.access.types import StaffRequest
from lienthong.access.web import factors, log
from lienthong.access.web.account_adapter import WAIT
from lienthong.access.web.devices import browser_named, counted_address
from lienthong.access.web.forms import ChangePasswordForm, ForgottenForm, NewPasswordForm
from lienthong.access.web.sessions import stay_signed_in
from lienthong.directory import queries as directory
from lienthong.kernel import clock
from lienthong.webkit.messages import say_done


@never_cache
@require_safe
def account(request: StaffRequest) -> HttpResponse:
    """What belongs to one's account, and where one is signed in."""
    user = _user(request)
    context = {
        "username": user.username,
        "person": directory.person(user.person_id),
        "has_factor": has_factor(user.pk),
        "factor_days": factors.grace_left(user) if factors.is_required(request.posts) else 0,
        "sessions": _sessions(request, user),
        "devices": queries.devices_of(user.pk),
    }
    return render(request, "access/account/account.html", context)


@require_POST
def sign_out_everywhere(request: StaffRequest) -> HttpResponse:
    """End all other sessions; this one goes on, and every browser is a new one again."""
    user = _user(request)
    services.end_sessions(user.pk)
    user.refresh_from_db()
    stay_signed_in(request, user)
    UserSession.objects.filter(user=user).delete()
    UserSession.objects.create_from_request(request)
    say_done(request, _("Đã đăng xuất mọi nơi khác."))
    return redirect("access:account")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: StaffRequest) -> HttpResponse:
    """A new password for the old one; other sessions end."""
    form = ChangePasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_changed(request, form):
        say_done(request, _("Đã đổi mật khẩu. Các phiên khác đã kết thúc."))
        return redirect("access:account")
    return render(request, "access/account/password_change.html", {"form": form})


@require_safe
def own_log(request: StaffRequest) -> HttpResponse:
    """What one has read oneself, as the log has it."""
    user = _user(request)
    before = log.mark(request)
    lines = queries.readings_of_person(user.person_id, before=before, limit=log.PAGE + 1)
    return render(request, "access/reading_log/own.html", log.page(lines, is_first=before is None))


for _view in (account, sign_out_everywhere, change_password, own_log):
    _view.post_required = False  # type: ignore[attr-defined]
    _view.behind_glass = True  # type: ignore[attr-defined]


@never_cache
@sensitive_post_parameters()
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Set the password by a link that an administrator or the mail gave."""
    card = services.check_link(secret, now=clock.now())
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_set(secret, form):
        return redirect("account_login")
    return render(
        request, "access/sign_in/password_link.html", {"form": form, "username": card.username}
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by official mail; the answer is the same for every name."""
    form = ForgottenForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent:
        login = form.cleaned_data["login"]
        if _may_ask_for_mail(request, login):
            mail_link.enqueue(login, request.build_absolute_uri("/"))
    return render(request, "access/sign_in/forgotten.html", {"form": form, "is_sent": is_sent})


def _may_ask_for_mail(request: HttpRequest, login: str) -> bool:
    """Whether neither this address nor anybody for this name has asked too often."""
    key = login.strip().lower()
    if not ratelimit.consume(request, app="allauth.account", action="reset_password", key=key):
        return False
    place = services.place_of(f"mail {login}", address=counted_address(request), device="")
    return not services.begin_attempt(place, now=clock.now())


def _user(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user


def _sessions(request: StaffRequest, user: Account) -> list[dict[str, Any]]:
    """Where the account is signed in, latest first; what has ended is dropped."""
    rows = UserSession.objects.purge_and_list(user)
    here = request.session.session_key
    return [
        {
            "browser": browser_named(row.user_agent),
            "address": row.ip,
            "since": row.created_at,
            "is_here": row.session_key == here,
        }
        for row in sorted(rows, key=lambda row: row.created_at, reverse=True)[:50]
    ]


def _is_changed(request: StaffRequest, form: ChangePasswordForm) -> bool:
    user = _user(request)
    if not _is_current(request, user, form):
        return False
    try:
        services.set_password(username=user.username, password=form.cleaned_data["password"])
    except PasswordWeak as weak:
        form.add_error("password", str(weak.facts["reasons"]))
        return False
    user.refresh_from_db()
    stay_signed_in(request, user)
    return True


def _is_current(request: StaffRequest, user: Account, form: ChangePasswordForm) -> bool:
    """Whoever sits down at somebody else's session cannot guess the password here either."""
    place = services.place_of(
        f"change {user.username}", address=counted_address(request), device=""
    )
    wait = services.begin_attempt(place, now=clock.now())
    if wait:
        form.add_error("current", WAIT % {"seconds": int(wait.total_seconds()) + 1})
        return False
    if not user.check_password(form.cleaned_data["current"]):
        form.add_error("current", _("Mật khẩu hiện tại không đúng. Nhập lại."))
        return False
    services.forget_attempts(place)
    return True


def _is_set(secret: str, form: NewPasswordForm) -> bool:
    try:
        services.use_link(secret=secret, password=form.cleaned_data["password"], now=clock.now())
    except PasswordWeak as weak:
        form.add_error("password", str(weak.facts["reasons"]))
        return False
    return True
