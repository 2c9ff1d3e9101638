"""Second factors with allauth, in our words."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lienthong.access.errors import FactorClosed
from lienthong.access.models import Account

_PURPOSE = "lienthong.access.factor"


def _cipher() -> Fernet:
    """The cipher of secrets at rest, from the key of the installation."""
    key = sha256(f"{_PURPOSE}\n{settings.SECRET_KEY}".encode()).digest()
    return Fernet(urlsafe_b64encode(key))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets are encrypted with the key of the installation; messages and names are ours.

    A new secret key of the installation makes apps and recovery codes unusable.
    """

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": _("Không thêm thư vào tài khoản có xác thực hai yếu tố."),
        "cannot_delete_authenticator": _(
            "Vai trò của bạn bắt buộc có yếu tố xác thực thứ hai. Thêm yếu tố khác trước khi bỏ."
        ),
        "cannot_generate_recovery_codes": _(
            "Chưa có yếu tố xác thực thứ hai nên chưa tạo được mã khôi phục."
        ),
        "incorrect_code": _("Mã không đúng hoặc đã hết hạn. Nhập mã đang hiện trên ứng dụng."),
        "unverified_email": _("Thư công vụ chưa được xác minh."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a second factor is required the last one stays."""
        if not settings.LIENTHONG_SECOND_FACTOR_ROLES:
            return True
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        if authenticator.type not in kinds:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=kinds)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(
        self,
        user: Account,
        type: Authenticator.Type,  # noqa: A002  # allauth names it so
    ) -> str:
        """Return the name that the form of a new key begins with."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Khóa số %(number)s") % {"number": number}

    def _get_user_identifier(self, user: Account) -> str:
        return str(user.username)

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret at rest. Raises FactorClosed when another key closed it."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise FactorClosed from error
