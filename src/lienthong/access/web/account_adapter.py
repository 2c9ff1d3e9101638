"""How allauth behaves here: no sign-up, one answer to every wrong sign-in, our words and pauses."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lienthong.access import queries, services
from lienthong.access.models import Account
from lienthong.access.web.devices import counted_address, device_of
from lienthong.kernel import clock

_WRONG = _("Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock rồi nhập lại.")
_TOO_OFTEN = _("Đã nhập sai quá nhiều lần. Chờ ít phút rồi thử lại, hoặc báo quản trị cơ quan.")
WAIT = _("Đã nhập sai quá nhiều lần. Chờ %(seconds)s giây rồi thử lại.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are opened by administrators; nobody learns here which accounts exist."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _WRONG,
        "email_password_mismatch": _WRONG,
        "enter_current_password": _("Mật khẩu hiện tại không đúng. Nhập lại."),
        "incorrect_password": _("Mật khẩu không đúng. Nhập lại."),
        "password_min_length": _("Mật khẩu phải có ít nhất {0} ký tự."),
        "rate_limited": _TOO_OFTEN,
        "same_as_current": _("Mật khẩu mới phải khác mật khẩu hiện tại."),
        "too_many_login_attempts": _TOO_OFTEN,
        "username_password_mismatch": _WRONG,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Let an attempt go on unless this name has to wait at this place.

        It is counted before the password is looked at: many at one moment gain nothing.
        """
        usage = ratelimit.consume(request, app="allauth.account", action="sign_in_failed")
        self._login_failed_rl_usage = usage
        if not usage:
            raise self.validation_error("too_many_login_attempts")
        now = clock.now()
        login = str(credentials.get("email") or credentials.get("username") or "")
        self._attempt = services.place_of(
            login, address=counted_address(request), device=device_of(request)
        )
        wait = services.begin_attempt(self._attempt, now=now)
        if wait:
            seconds = int(wait.total_seconds()) + 1
            raise ValidationError(WAIT % {"seconds": seconds}, code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """A closed account gets the same answer as a wrong password.

        A mailbox stands for the account of the person who has it now.
        """
        login = str(credentials.get("username") or credentials.pop("email", ""))
        known = queries.account_by_login(login)
        credentials["username"] = known.username if known else login
        account = super().authenticate(request, **credentials)
        if account is None or not account.is_active:
            return None
        services.forget_attempts(self._attempt)
        return account  # type: ignore[no-any-return]

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client behind our own proxies, as it counts in rates; no header of its own counts."""
        return counted_address(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return "/tai-khoan/"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing about sign-in and sign-out: the page shows who is signed in."""
