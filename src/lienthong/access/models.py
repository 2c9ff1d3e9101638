"""Accounts; what they may do follows from the posts of their person, not from rows here."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from lienthong.kernel.ids import uuid7


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by what is typed: capitals do not matter."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """What a person signs in with. Closed by `is_active`, never deleted: traces name it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField("tên đăng nhập", max_length=80, unique=True)
    # The mailbox of the person, the second name to sign in with.
    email = models.EmailField("thư công vụ", blank=True)
    person = models.OneToOneField("directory.Person", models.PROTECT, related_name="account")
    is_active = models.BooleanField("được dùng", default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="access_account_email_once"
            )
        ]

    def __str__(self) -> str:
        return self.username
