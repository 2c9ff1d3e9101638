"""Forms of sign-in, of second factors and of passwords, in our words."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

_CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


def _password(label: Any, *, is_new: bool) -> forms.CharField:
    keyword = "new-password" if is_new else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput(attrs={"autocomplete": keyword}),
    )


def _code(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=_CODE))


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Sign-in name or official mailbox, and password; allauth checks and limits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Tên đăng nhập hoặc thư công vụ"),
            max_length=254,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "username webauthn",
                    "autocapitalize": "none",
                    "spellcheck": "false",
                    "autofocus": True,
                }
            ),
        )
        self.fields["password"] = _password(_("Mật khẩu"), is_new=False)


class _AnyCode:
    """The code of an app, or one of the recovery codes, in a form of allauth."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(_("Mã của ứng dụng, hoặc mã khôi phục"))


class CodeForm(_AnyCode, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code at sign-in."""


class AgainByCodeForm(_AnyCode, CodeAgainForm):  # type: ignore[misc]  # allauth has no types
    """A code once more, before something that matters."""


class AgainForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(_("Mật khẩu"), is_new=False)


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code(_("Mã đang hiện trên ứng dụng"))


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey and what its owner calls it; it signs in by itself where it can."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Tên khóa")
        self.fields["name"].max_length = 100
        self.fields["passwordless"].label = _("Đăng nhập chỉ bằng khóa này, không cần mật khẩu")
        self.fields["passwordless"].help_text = _("Khóa phải mở bằng vân tay, khuôn mặt hoặc PIN.")


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Tên khóa")
        self.fields["name"].max_length = 100


class NewPasswordForm(forms.Form):
    """A new password, typed twice; its rules are the service's."""

    password = _password(_("Mật khẩu mới"), is_new=True)
    again = _password(_("Nhập lại mật khẩu mới"), is_new=True)

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        if filled.get("password") and filled.get("password") != filled.get("again"):
            self.add_error("again", _("Hai lần nhập không giống nhau."))
        return filled


class ChangePasswordForm(NewPasswordForm):
    """The same, with the one that it replaces."""

    current = _password(_("Mật khẩu hiện tại"), is_new=False)
    field_order = ("current", "password", "again")


class ForgottenForm(forms.Form):
    """Who asks for a link by mail."""

    login = forms.CharField(
        label=_("Tên đăng nhập hoặc thư công vụ"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
