"""Accounts are opened, closed and repaired here."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from lienthong.access import queries
from lienthong.access.errors import (
    AccountExists,
    PasswordWeak,
    UnknownAccount,
    UsernameShape,
    UsernameTaken,
)
from lienthong.access.models import Account, PasswordLink
from lienthong.access.types import AccountCard
from lienthong.directory import queries as directory

_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,78})[a-z0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class HashedPassword:
    """A password that was checked and hashed once, for many accounts of a practice province."""

    encoded: str


def hashed(password: str) -> HashedPassword:
    """Check a password against the rules and hash it with argon2, about a tenth of a second.

    Raises PasswordWeak.
    """
    try:
        validate_password(password)
    except ValidationError as error:
        raise PasswordWeak(reasons=" ".join(error.messages)) from error
    return HashedPassword(make_password(password))


def open_account(
    *, person_id: UUID, username: str, password: str | HashedPassword, now: datetime
) -> AccountCard:
    """Open the one account of a person; the same again changes nothing, the password neither.

    The official mailbox of the person, as it stands each time, is a second name to sign in with.
    Raises AccountExists, PasswordWeak, UnknownPerson, UsernameShape, UsernameTaken.
    """
    name = username.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise UsernameShape(username=username[:80])
    directory.person(person_id)
    told = _told_already(person_id, name)
    if told is not None:
        return told
    secret = password if isinstance(password, HashedPassword) else hashed(password)
    try:
        with transaction.atomic():
            row = Account.objects.create(
                username=name,
                person_id=person_id,
                password=secret.encoded,
                created_at=now,
            )
    except IntegrityError as error:
        told = _told_already(person_id, name)
        if told is None:
            raise UsernameTaken(username=name) from error
        return told
    return AccountCard(row.pk, row.username, row.person_id, row.is_active)


def _told_already(person_id: UUID, username: str) -> AccountCard | None:
    named, owned = queries.account_named(username), queries.account_of(person_id)
    if named is not None and named.person_id != person_id:
        raise UsernameTaken(username=username)
    if owned is not None and owned.username != username:
        raise AccountExists(username=owned.username)
    return named


def set_password(*, username: str, password: str) -> None:
    """Replace a password; every session of the account ends with it, and every link to set one.

    Raises PasswordWeak, UnknownAccount.
    """
    secret = hashed(password)
    with transaction.atomic():
        void_links(account_id=_change(username, password=secret.encoded))


def close_account(*, username: str) -> None:
    """Let nobody sign in with an account any more; its traces stay. Raises UnknownAccount."""
    with transaction.atomic():
        void_links(account_id=_change(username, is_active=False))


def reopen_account(*, username: str) -> None:
    """Let a closed account be used again, with its old password. Raises UnknownAccount."""
    _change(username, is_active=True)


def void_links(*, account_id: UUID) -> None:
    """Let no link that was not used yet set the password of an account. For this package."""
    PasswordLink.objects.filter(account_id=account_id, used_at=None).delete()


def _change(username: str, **facts: object) -> UUID:
    name = username.strip().lower()
    account = Account.objects.filter(username=name).only("pk").first()
    if account is None:
        raise UnknownAccount(username=name[:80])
    Account.objects.filter(pk=account.pk).update(**facts)
    return account.pk
