"""Second factors, kept by allauth: what is here beyond its pages."""

from uuid import UUID

from allauth.mfa.models import Authenticator


def forget_factors(account_id: UUID) -> int:
    """Delete the second factors and recovery codes of an account; return how many."""
    return int(Authenticator.objects.filter(user_id=account_id).delete()[0])


def has_factor(account_id: UUID) -> bool:
    """Return whether an account has a passkey or an authenticator app. One statement."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=account_id, type__in=kinds).exists())
