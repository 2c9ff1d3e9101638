"""The sign-in form in our words."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Sign-in name or official mailbox, and password; allauth checks and limits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Tên đăng nhập hoặc thư công vụ"),
            max_length=254,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "username",
                    "autocapitalize": "none",
                    "spellcheck": "false",
                    "autofocus": True,
                }
            ),
        )
        self.fields["password"] = forms.CharField(
            label=_("Mật khẩu"),
            strip=False,
            max_length=1_000,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
