"""How allauth behaves here: no sign-up, one answer to every wrong sign-in, our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lienthong.access.models import Account

_WRONG = _("Tên đăng nhập hoặc mật khẩu không đúng. Kiểm tra phím Caps Lock rồi nhập lại.")
_TOO_OFTEN = _("Đã nhập sai quá nhiều lần. Chờ 5 phút rồi thử lại, hoặc báo quản trị hệ thống.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are opened by operators; nobody learns here which accounts exist."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "email_password_mismatch": _WRONG,
        "too_many_login_attempts": _TOO_OFTEN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """A closed account gets the same answer as a wrong password."""
        account = super().authenticate(request, **credentials)
        return account if account is not None and account.is_active else None

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing about sign-in and sign-out: the page shows who is signed in."""
