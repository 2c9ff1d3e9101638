"""Sign-in by the province's identity provider: known people only, nobody is created."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lienthong.access import services
from lienthong.access.errors import UnknownSubject
from lienthong.access.models import Account
from lienthong.kernel import clock


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Who comes is the account of that subject, else of the mailbox that the provider verified."""

    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": _("Thư công vụ này đã thuộc về một tài khoản."),
        "invalid_token": _("Nhà cung cấp định danh trả lời không hợp lệ."),
        "no_password": _("Tài khoản chưa có mật khẩu."),
        "no_verified_email": _("Tài khoản chưa có thư công vụ đã xác minh."),
        "disconnect_last": _("Không bỏ được cách đăng nhập cuối cùng."),
        "connected_other": _("Định danh này đã gắn với tài khoản khác."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account; whoever has none, or a closed one, learns only that."""
        if request.user.is_authenticated or sociallogin.state.get("process") == "connect":
            raise ImmediateHttpResponse(redirect("/"))
        if not sociallogin.is_existing and not self._bound(sociallogin):
            raise ImmediateHttpResponse(redirect(reverse("access:unknown-subject")))
        if not sociallogin.user.is_active:
            raise ImmediateHttpResponse(redirect(reverse("access:unknown-subject")))

    def _bound(self, sociallogin: SocialLogin) -> bool:
        """Link the subject to the account of a verified mailbox, if there is one."""
        verified = [one.email for one in sociallogin.email_addresses if one.verified is True]
        try:
            services.bind_by_mailbox(
                subject=sociallogin.account.uid,
                mailbox=verified[0] if verified else "",
                now=clock.now(),
            )
        except UnknownSubject:
            return False
        sociallogin.lookup()
        return bool(sociallogin.is_existing)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *args: Any, **kwargs: Any
    ) -> None:
        """What the provider says goes to nobody's page: one sentence for every cause."""
        raise ImmediateHttpResponse(redirect(reverse("access:provider-failed")))

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Account:
        return Account()
