"""Pages of second factors: allauth's views with our forms, templates and addresses."""

from collections.abc import Callable
from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lienthong.access.types import StaffRequest
from lienthong.access.web import forms

View = Callable[..., Any]
_METHODS = ("get", "head", "post")


def _own(view: Any, **facts: Any) -> View:
    """A page for whoever is signed in, with or without a post, a second factor or a glass."""
    made: View = never_cache(view.as_view(http_method_names=_METHODS, **facts))
    made.post_required = False  # type: ignore[attr-defined]
    made.behind_glass = True  # type: ignore[attr-defined]
    return made


authenticate: View = login_not_required(
    base.AuthenticateView.as_view(
        form_class=forms.CodeForm,
        template_name="access/factors/authenticate.html",
        http_method_names=_METHODS,
    )
)
sign_in_by_passkey: View = login_not_required(
    passkey.LoginWebAuthnView.as_view(http_method_names=_METHODS)
)
again = _own(
    ReauthenticateView, form_class=forms.AgainForm, template_name="access/factors/again.html"
)
again_by_code = _own(
    base.ReauthenticateView,
    form_class=forms.AgainByCodeForm,
    template_name="access/factors/again.html",
)
again_by_passkey = _own(
    passkey.ReauthenticateWebAuthnView, template_name="access/factors/again_passkey.html"
)
index = _own(base.IndexView, template_name="access/factors/list.html")
add_app = _own(
    app.ActivateTOTPView, form_class=forms.AppForm, template_name="access/factors/app.html"
)
remove_app = _own(app.DeactivateTOTPView, template_name="access/factors/app_remove.html")
codes = _own(recovery.ViewRecoveryCodesView, template_name="access/factors/codes.html")
new_codes = _own(recovery.GenerateRecoveryCodesView, template_name="access/factors/codes_new.html")
passkeys = _own(passkey.ListWebAuthnView, template_name="access/factors/passkeys.html")
add_passkey = _own(
    passkey.AddWebAuthnView,
    form_class=forms.PasskeyForm,
    template_name="access/factors/passkey_add.html",
)
rename_passkey = _own(
    passkey.EditWebAuthnView,
    form_class=forms.PasskeyNameForm,
    template_name="access/factors/passkey_rename.html",
)
remove_passkey = _own(
    passkey.RemoveWebAuthnView, template_name="access/factors/passkey_remove.html"
)


@never_cache
@require_safe
def needed(request: StaffRequest) -> HttpResponse:
    """What stands between this person and the work: a second factor has to be added first."""
    return render(request, "access/factors/needed.html")


needed.post_required = False  # type: ignore[attr-defined]
