"""Accounts as plain values, and the posts that an account can act from."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Min

from lienthong.access.models import Account, KnownDevice
from lienthong.access.types import AccountCard, DeviceCard, SignedIn
from lienthong.directory import queries as directory
from lienthong.directory.types import PostCard

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def account_of(person_id: UUID) -> AccountCard | None:
    """Return the account of a person, open or closed. One statement."""
    row = Account.objects.filter(person_id=person_id).first()
    return card_of(row) if row else None


def accounts_of(person_ids: Iterable[UUID]) -> dict[UUID, AccountCard]:
    """Return the accounts of people, by person. One statement."""
    rows = Account.objects.filter(person_id__in=set(person_ids))
    return {row.person_id: card_of(row) for row in rows}


def signed_in(person_ids: Iterable[UUID]) -> dict[UUID, SignedIn]:
    """Return since when people have used their open account, and their second factor.

    Since the first browser that is known, else the last time. Three statements.
    """
    used = Account.objects.filter(
        person_id__in=set(person_ids), is_active=True, last_login__isnull=False
    )
    rows = list(used.values_list("pk", "person_id", "last_login"))
    accounts = [account for account, _person, _last in rows]
    seen = KnownDevice.objects.filter(account_id__in=accounts).values("account_id")
    first = dict(seen.annotate(first=Min("first_seen_at")).values_list("account_id", "first"))
    factors = Authenticator.objects.filter(user_id__in=accounts, type__in=FACTORS)
    since = dict(factors.order_by("-created_at").values_list("user_id", "created_at"))
    return {
        person: SignedIn(min(first.get(account, last), last), since.get(account))
        for account, person, last in rows
        if last is not None
    }


def account_named(username: str) -> AccountCard | None:
    """Return the account of a sign-in name, open or closed. One statement."""
    row = Account.objects.filter(username=username.strip().lower()).first()
    return card_of(row) if row else None


def account_by_login(login: str) -> AccountCard | None:
    """Return the account of what is typed: a sign-in name, or a person's mailbox of today.

    Open or closed; capitals do not matter. Three statements at most.
    """
    named = account_named(login)
    if named is not None or "@" not in login:
        return named
    person = directory.person_by_email(login)
    return account_of(person.id) if person else None


def has_accounts() -> bool:
    """Say whether there is anybody who could sign in at all."""
    return Account.objects.exists()


def card_of(row: Account) -> AccountCard:
    """Return an account as a plain value; for this package. No statement."""
    return AccountCard(row.pk, row.username, row.person_id, row.is_active)


def posts_of(person_id: UUID, *, on: date) -> list[PostCard]:
    """Return the posts from which a person can act on a day. One statement."""
    return directory.posts_of_person(person_id, on=on)


def devices_of(account_id: UUID) -> list[DeviceCard]:
    """Return the browsers from which an account has signed in, latest first. One statement."""
    rows = KnownDevice.objects.filter(account_id=account_id).order_by("-last_seen_at", "pk")
    return [
        DeviceCard(row.pk, row.browser, row.address, row.first_seen_at, row.last_seen_at)
        for row in rows[:50]
    ]
