"""The secret key of the installation: what hangs on it, and what to do when it is another one."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from lienthong.access.errors import FactorClosed
from lienthong.access.models import Account, SecretKeyMark
from lienthong.access.queries.accounts import card_of
from lienthong.access.queries.secret_key import fingerprint, secret_key_since
from lienthong.access.services.administer import take_factors_off
from lienthong.kernel.actor import Actor

# Kinds of factors whose secret is kept encrypted, and where it stands.
_ENCRYPTED = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def know_secret_key(*, now: datetime) -> None:
    """Remember the key under which the first server of an installation starts."""
    if secret_key_since() is None:
        SecretKeyMark.objects.get_or_create(fingerprint=fingerprint(), defaults={"known_at": now})


def accept_secret_key(*, now: datetime) -> int:
    """Take the present key for the right one from now on; return how many accounts lost factors.

    Apps and recovery codes that only another key opens are taken off with all other factors of
    their account, as an administrator does for one who has lost them: nobody could use them.
    """
    mark = fingerprint()
    with transaction.atomic():
        lost = _accounts_with_closed_factors()
        for row in Account.objects.filter(pk__in=lost).order_by("pk"):
            take_factors_off(card_of(row), actor=Actor.installation(), now=now)
        SecretKeyMark.objects.update_or_create(fingerprint=mark, defaults={"known_at": now})
    return len(lost)


def _accounts_with_closed_factors() -> set[UUID]:
    rows = Authenticator.objects.filter(type__in=list(_ENCRYPTED))
    return {row.user_id for row in rows.iterator() if not _opens(row)}


def _opens(row: Authenticator) -> bool:
    try:
        get_adapter().decrypt(row.data[_ENCRYPTED[row.type]])
    except FactorClosed:
        return False
    return True
